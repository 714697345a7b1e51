import { HOST, type Setup } from './rules.ts';
import type { MonitorState, Phase, SubjectState } from './state.ts';

/** What stands on one of these waits for it. */
const IN_THE_WAY: readonly Phase[] = [
  'starting',
  'suspect',
  'failed',
  'blocked',
  'healing',
  'backoff',
  'open',
  'maintenance',
];

const IS_DOWN: readonly Phase[] = ['failed', 'blocked', 'healing', 'backoff', 'open'];

/** Whether what stands on this subject has to wait for it. */
export const isInTheWay = ({ phase, successes }: SubjectState, { rules }: Setup): boolean =>
  IN_THE_WAY.includes(phase) || (phase === 'verifying' && successes < rules.successes);

/** All that a subject stands on, directly or not, the nearest first; the host last. */
export function standsOn({ subjects }: Setup, key: string): string[] {
  const found: string[] = [];
  const queue = [...(subjects[key]?.dependsOn ?? [])];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next === key || found.includes(next)) continue;
    found.push(next);
    queue.push(...(subjects[next]?.dependsOn ?? []));
  }
  return key === HOST || subjects[HOST] === undefined ? found : [...found, HOST];
}

/** Whether what blocks a subject is another one in the end: then it does not explain that one in its turn. */
function waitsFor({ subjects }: MonitorState, key: string, other: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = key; at !== undefined && !seen.has(at); at = blockerAt(subjects[at])) {
    if (at === other) return true;
    seen.add(at);
  }
  return false;
}

const blockerAt = (subject: SubjectState | undefined): string | undefined =>
  subject?.phase === 'blocked' ? subject.blockedBy : undefined;

/** The subject that explains a failure of this one: the lowest of those in the way that it stands on. */
export function blockerOf(state: MonitorState, setup: Setup, key: string): string | undefined {
  const inTheWay = standsOn(setup, key).filter(below => {
    const subject = state.subjects[below];
    // A host that is short of something keeps nothing from running that runs: only a confirmed failure counts.
    if (below === HOST) return subject?.phase === 'failed';
    if (subject === undefined || !isInTheWay(subject, setup) || waitsFor(state, below, key)) return false;
    const own = setup.subjects[key]?.history && below === setup.subjects[key]?.dependsOn[0];
    return !own || IS_DOWN.includes(subject.phase);
  });
  return inTheWay.at(-1);
}

const orders = new WeakMap<Setup, readonly string[]>();

/** Subjects in the order in which they are to be healed: what others stand on first. The same for each event of a setup. */
export function bottomUp(setup: Setup): readonly string[] {
  const known = orders.get(setup);
  if (known !== undefined) return known;
  const keys = Object.keys(setup.subjects);
  const depth = new Map(keys.map(key => [key, standsOn(setup, key).length]));
  const order = keys.toSorted((a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0));
  orders.set(setup, order);
  return order;
}
