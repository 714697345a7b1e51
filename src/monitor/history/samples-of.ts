import type { Json } from '../../model/json.ts';
import type { CheckResult } from '../../model/result.ts';
import type { MonitorEvent, Sighting } from '../machine/events.ts';
import type { Setup } from '../machine/rules.ts';
import type { MonitorState } from '../machine/state.ts';
import type { Sample, SeriesKind } from './series.ts';

/** Where the evidence of a check holds a time, and what it is the time of. */
const TIMED: Readonly<Record<string, { readonly kind: SeriesKind; readonly keys: readonly string[] }>> = {
  'connectivity.http': { kind: 'response', keys: ['durationMs'] },
  'database.connect': { kind: 'database', keys: ['connectMs', 'selectMs'] },
  'database.query': { kind: 'database', keys: ['durationMs'] },
};
const ENDPOINT = { kind: 'response', keys: ['durationMs'] } as const;

const timedAs = ({ check, level }: CheckResult) => TIMED[check] ?? (level === 'api' ? ENDPOINT : undefined);

/** Looked at: what waits for another check was not, unless it says what it saw. */
const wasLookedAt = ({ status, message }: CheckResult): boolean =>
  status === 'pass' ||
  status === 'warn' ||
  status === 'fail' ||
  (status === 'blocked' && / seen: /.test(message));

function timeIn({ evidence }: CheckResult, keys: readonly string[]): number | undefined {
  const parts = keys.map((key): Json | undefined => evidence?.[key]).filter(part => typeof part === 'number');
  return parts.length < keys.length ? undefined : parts.reduce((sum, part) => sum + part, 0);
}

/** All checks of one endpoint look at one answer: one sample, bad when any of them says so. */
export function timesOf(results: readonly CheckResult[]): Sample[] {
  const timed = results.flatMap(result => {
    const as = timedAs(result);
    return as !== undefined && wasLookedAt(result) ? [{ result, ...as }] : [];
  });
  const byThing = Map.groupBy(timed, ({ kind, result }) => `${kind} ${result.subject}`);
  return [...byThing.values()].map(some => {
    const [{ kind, result }] = some as [(typeof some)[number]];
    const values = some.map(one => timeIn(one.result, one.keys)).filter(value => value !== undefined);
    const bad = some.some(one => one.result.status === 'fail' || one.result.status === 'blocked');
    return { kind, name: result.subject, bad, ...(values.length > 0 && { value: Math.max(...values) }) };
  });
}

/** Well, not well, or not known. */
const isBad = ({ is }: Sighting): boolean | undefined =>
  ['unsure', 'skipped'].includes(is) ? undefined : is !== 'up';

/** What one cycle adds to the history. What somebody has stopped on purpose is not down. */
export function samplesOf(
  results: readonly CheckResult[],
  event: MonitorEvent,
  { subjects }: Setup,
  state: MonitorState,
): Sample[] {
  if (event.type !== 'seen' || state.maintenance) return [];
  const up = Object.entries(event.sightings).flatMap(([name, sighting]): Sample[] => {
    const wanted = subjects[name]?.kind === 'service' && state.subjects[name]?.phase !== 'maintenance';
    const bad = wanted ? isBad(sighting) : undefined;
    return bad === undefined ? [] : [{ kind: 'up', name, bad }];
  });
  return [...up, ...timesOf(results)];
}
