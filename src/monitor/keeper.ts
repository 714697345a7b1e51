import type { Action, MonitorEvent } from './machine/events.ts';
import { reduce } from './machine/reduce.ts';
import type { Setup } from './machine/rules.ts';
import type { MonitorState } from './machine/state.ts';
import type { Store } from './store.ts';

/** The state, written down before anything follows from it. */
export function createKeeper(store: Store, now: () => number) {
  let state = store.load();
  let written = JSON.stringify(state);
  return {
    get state(): MonitorState {
      return state;
    },
    step(setup: Setup, event: MonitorEvent): { before: MonitorState; actions: readonly Action[] } {
      const before = state;
      const { state: after, actions } = reduce(setup, before, event, now());
      const text = JSON.stringify(after);
      if (text !== written) store.save(after);
      written = text;
      state = after;
      return { before, actions };
    },
  };
}

/** What became of acts that were being verified is the last entry of each in the audit log. */
export function auditVerdicts(store: Store, before: MonitorState, after: MonitorState): void {
  for (const [subject, { phase, heal }] of Object.entries(before.subjects)) {
    const now = after.subjects[subject];
    if (phase !== 'verifying' || heal === undefined || now === undefined || now.phase === 'verifying')
      continue;
    const what = now.phase === 'healthy' ? 'mended' : 'not mended';
    store.audit({ act: heal.id, subject, what, phase: now.phase, after: now.cause });
  }
}
