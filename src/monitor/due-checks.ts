import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Plan, PlannedCheck } from '../engine/planned-check.ts';
import { isStatic, type Level } from '../model/level.ts';
import { waitChain } from './machine/graph.ts';
import type { Rules } from './machine/rules.ts';
import type { MonitorState, Phase } from './machine/state.ts';
import { subjectOf } from './setup-of.ts';

const QUARTER = 900_000;
const MINUTE = 60_000;
/** They make users, start browsers, send mails: seldom is often enough. */
const SLOW: Partial<Record<Level, number>> = { auth: QUARTER, pwa: QUARTER, system: QUARTER };

/** How often it is looked at while all is well. */
function usualInterval({ level }: PlannedCheck, { config }: LoadedConfig, rules: Rules): number {
  const declared = config.monitor?.every?.[level as keyof NonNullable<typeof config.monitor.every>];
  return Math.max(rules.intervalMs, declared ?? SLOW[level] ?? 0);
}

/** Looked at so seldom that it may take its time: nothing that is looked at often waits for it. */
export const isSlow = (planned: PlannedCheck, loaded: LoadedConfig, rules: Rules): boolean =>
  usualInterval(planned, loaded, rules) > Math.max(MINUTE, 2 * rules.intervalMs);

const IS_UP: readonly (Phase | undefined)[] = ['starting', 'verifying', 'healthy'];

/** Whether a look could end its wait: what it waits for in the end is up again. */
const waitsForNothing = (state: MonitorState, key: string): boolean =>
  state.subjects[key]?.phase === 'blocked' &&
  IS_UP.includes(state.subjects[waitChain(state, key).at(-1) ?? key]?.phase);

function intervalOf(
  planned: PlannedCheck,
  loaded: LoadedConfig,
  rules: Rules,
  state: MonitorState,
  now: number,
): number {
  const usual = usualInterval(planned, loaded, rules);
  const key = subjectOf(planned);
  const subject = state.subjects[key];
  const started = now < (subject?.deadline ?? 0);
  if (subject?.phase === 'open' && subject.successes === 0 && !started)
    return Math.max(usual, rules.openLookMs);
  const doubtful =
    subject !== undefined &&
    (!['healthy', 'unknown', 'blocked'].includes(subject.phase) || waitsForNothing(state, key));
  return doubtful ? Math.min(usual, Math.max(rules.intervalMs, MINUTE)) : usual;
}

/**
 * The checks that are to be looked at now: each at the interval of its level, seldom while its subject is given up, and
 * soon again when it is in doubt.
 *
 * @param lookedAt when each was last looked at
 */
export function dueChecks(
  plan: Plan,
  loaded: LoadedConfig,
  rules: Rules,
  state: MonitorState,
  lookedAt: ReadonlyMap<string, number>,
  now: number,
): PlannedCheck[] {
  // A cycle is never exactly on time
  const slack = rules.intervalMs / 2;
  return plan.checks.filter(planned => {
    if (isStatic(planned.level)) return false;
    const last = lookedAt.get(planned.id);
    return (
      last === undefined || now < last || now - last >= intervalOf(planned, loaded, rules, state, now) - slack
    );
  });
}
