import type { Action, MonitorEvent } from './machine/events.ts';
import { reduce } from './machine/reduce.ts';
import type { Setup } from './machine/rules.ts';
import type { MonitorState } from './machine/state.ts';
import type { AuditEntry, Store } from './store.ts';

/** The same, but that nothing is acted on. */
function withoutActs(setup: Setup): Setup {
  const subjects = Object.entries(setup.subjects).map(([key, one]) => [
    key,
    { ...one, policy: 'off' as const },
  ]);
  return { ...setup, subjects: Object.fromEntries(subjects) };
}

/**
 * The state, written down before anything follows from it. Where it cannot be (the disk is full) it is known until the
 * process ends: alerts go on, and nothing is acted on, as an act that nobody knows of would be repeated.
 *
 * @param say is told when it cannot be read or written, and when it can again
 */
export function createKeeper(store: Store, now: () => number, say: (message: string) => void) {
  let state = store.load(aside =>
    say(
      `what the monitor knew cannot be read: it begins anew, without its alerts and budgets; kept as ${aside}`,
    ),
  );
  let written = JSON.stringify(state);
  let trouble = false;

  function save(after: MonitorState): boolean {
    const text = JSON.stringify(after);
    if (text === written) return true;
    try {
      store.save(text);
      written = text;
      if (trouble) say('what the monitor knows can be written again');
      trouble = false;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!trouble) say(`what the monitor knows cannot be written, so it acts on nothing: ${why}`);
      trouble = true;
    }
    return !trouble;
  }

  return {
    get state(): MonitorState {
      return state;
    },
    step(setup: Setup, event: MonitorEvent): { before: MonitorState; actions: readonly Action[] } {
      const before = state;
      let step = reduce(setup, before, event, now());
      if (!save(step.state) && step.actions.some(({ type }) => type === 'act'))
        step = reduce(withoutActs(setup), before, event, now());
      ({ state } = step);
      return { before, actions: step.actions };
    },
  };
}

/** What became of acts that were being verified is the last entry of each in the audit log. */
export function auditVerdicts(
  audit: (entry: AuditEntry) => void,
  before: MonitorState,
  after: MonitorState,
): void {
  for (const [subject, { phase, heal }] of Object.entries(before.subjects)) {
    const now = after.subjects[subject];
    if (phase !== 'verifying' || heal === undefined || now === undefined || now.phase === 'verifying')
      continue;
    const what = now.phase === 'healthy' ? 'mended' : 'not mended';
    audit({ act: heal.id, subject, what, phase: now.phase, after: now.cause });
  }
}
