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

const blockerAt = (subject: SubjectState | undefined): string | undefined =>
  subject?.phase === 'blocked' ? subject.blockedBy : undefined;

/** A subject, what it waits for, what that waits for, and so on. */
export function waitChain({ subjects }: MonitorState, key: string): string[] {
  const chain: string[] = [];
  for (
    let at: string | undefined = key;
    at !== undefined && !chain.includes(at);
    at = blockerAt(subjects[at])
  )
    chain.push(at);
  return chain;
}

/** The subject that explains a failure of this one: the lowest of those in the way that it stands on. */
export function blockerOf(state: MonitorState, setup: Setup, key: string): string | undefined {
  const inTheWay = standsOn(setup, key).filter(below => {
    const subject = state.subjects[below];
    // A host that is short of something keeps nothing from running that runs: only a confirmed failure counts.
    if (below === HOST) return subject?.phase === 'failed';
    // What waits for another one in the end does not explain that one in its turn
    if (subject === undefined || !isInTheWay(subject, setup) || waitChain(state, below).includes(key))
      return false;
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
