import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { ProbeId } from '../model/probe.ts';
import type { CheckResult } from '../model/result.ts';
import type { Stack } from '../model/stack.ts';
import { isBad, type Status } from '../model/status.ts';
import type { Verdict } from '../model/verdict.ts';
import { createBusyness } from './busy.ts';
import { diagnoseRoot } from './diagnose-root.ts';
import { headOf } from './head-of.ts';
import { judge } from './judge.ts';
import { createObserve, type LoadProbe, type Look } from './observe.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';
import { createRoots } from './roots.ts';
import { after, allOf, remembered, type Soon } from './soon.ts';
import { goodResult, toResult } from './to-result.ts';
import { withNeeds } from './with-needs.ts';

/** What a check says for itself, before failures are put down to their roots. */
export interface Finding {
  readonly planned: PlannedCheck;
  readonly status: Status;
  readonly verdict?: Verdict;
  /** The prerequisite that failed. */
  readonly blockedBy?: string;
  readonly attempts: number;
  readonly durationMs: number;
}

/** One cycle over a plan: every check is run at most once, its prerequisites first. */
export interface Run {
  /**
   * Loads what those of these checks and their prerequisites look with that wait for nobody, and begins to load the rest:
   * to knock at a port takes as long as to load what asks behind it. Nobody looks with one of the rest before all of it is
   * there: libraries that load during a look would be measured as slowness of the target.
   */
  prepare(ids: readonly string[]): Promise<void>;
  /** The result of one check; runs what it needs, silently. */
  result(id: string): Promise<CheckResult>;
  /**
   * The results of these checks, in their order; each is `seen` as soon as it is there. What is seen once for several
   * checks is judged by all of them at once: of thousands a promise for each would take longer than its verdict.
   */
  results(ids: readonly string[], seen?: (result: CheckResult) => void): Promise<readonly CheckResult[]>;
}

/** What a run works with. */
export interface RunOptions {
  readonly plan: Plan;
  readonly stack: Stack;
  readonly loadProbe: LoadProbe;
  /** Cancels all looks. */
  readonly signal: AbortSignal;
  /** Looks at the same time. Default 16. */
  readonly concurrency?: number;
  /**
   * Begins with few looks at the same time, and goes on with all that may be where they take long: each is a connection, which takes
   * longer to open than what answers fast takes to answer. For those who look again and again. Default: no.
   */
  readonly gently?: boolean;
  /** Replaces secrets in whatever leaves the engine. */
  readonly redact: { keep(value: string): void; deep<T>(value: T): T };
}

const DEFAULT_TIMEOUT_MS = 5000;
const RETRY_PAUSE_MS = 250;
/** The first looks send, and hear what comes at once, before others are loaded: nothing is heard beside that. */
const HEAD_START_MS = 3;

/** Starts a cycle. Nothing is looked at before a result is asked for. */
export function createRun(options: RunOptions): Run {
  const { plan, stack, signal, redact } = options;
  const startedAt = performance.now();
  const busyness = createBusyness();
  const keepSecret = (value: string) => redact.keep(value);
  const own = new Map(plan.checks.map(({ check }) => [check.probe, check.ownProbe]));
  const probes = new Map<ProbeId, ReturnType<LoadProbe>>();
  /** Loaded once: to import a module that is there takes as long as to judge what was seen. */
  const loadProbe: LoadProbe = id => {
    const known = probes.get(id);
    if (known !== undefined) return known;
    const given = own.get(id);
    const probe = given === undefined ? options.loadProbe(id) : Promise.resolve(given);
    probes.set(id, probe);
    return probe;
  };
  /** What those look with that wait for nobody. */
  const first = new Set<ProbeId>();
  /** What the others look with, while it is loaded. */
  let rest: Promise<unknown> | undefined;
  const observe = createObserve({
    loadProbe: id => (rest === undefined || first.has(id) ? loadProbe(id) : rest.then(() => loadProbe(id))),
    stack,
    signal,
    concurrency: options.concurrency ?? 16,
    gently: options.gently ?? false,
    keepSecret,
  });
  const findings = new Map<string, Soon<Finding>>();
  const results = new Map<string, Soon<CheckResult>>();
  /** Found, or to be found as soon as what they judge is there. */
  const asked = new Set<string>();
  const planned = (id: string): PlannedCheck => {
    const found = plan.byId.get(id);
    if (found === undefined) throw new TypeError(`no check has the id ${id}`);
    return found;
  };

  function observed({ check, instance }: PlannedCheck, before?: Look): Soon<Look> {
    return observe(check.probe as ProbeId, instance.params, instance.timeoutMs ?? DEFAULT_TIMEOUT_MS, before);
  }

  /** The finding, or that of another look, where that may be better. */
  function judged(one: PlannedCheck, seen: Look, startedAt: number, attempts: number): Soon<Finding> {
    const { instance } = one;
    const verdict = judge(one, seen);
    const now = performance.now();
    const late = now + RETRY_PAUSE_MS > startedAt + (instance.eventuallyMs ?? 0);
    const doubted = attempts === 1 && !instance.unsafe && busyness.doubts(verdict.code);
    const again = isBad(verdict.status) ? !late || doubted : verdict.status === 'warn' && doubted;
    if (again && !signal.aborted) return lookAgain(one, seen, startedAt, attempts + 1);
    return { planned: one, status: verdict.status, verdict, attempts, durationMs: now - startedAt };
  }

  async function lookAgain(
    one: PlannedCheck,
    before: Look,
    startedAt: number,
    attempts: number,
  ): Promise<Finding> {
    await sleep(RETRY_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    return judged(one, await observed(one, before), startedAt, attempts);
  }

  function find(one: PlannedCheck): Soon<Finding> {
    const look = () => {
      const startedAt = performance.now();
      return after(observed(one), seen => judged(one, seen, startedAt, 1));
    };
    return after(allOf(one.needs.map(finding)), needs => {
      const blocker = needs.find(need => isBad(need.status));
      if (blocker === undefined) return look();
      return { planned: one, status: 'blocked', blockedBy: blocker.planned.id, attempts: 0, durationMs: 0 };
    });
  }

  function finding(id: string): Soon<Finding> {
    asked.add(id);
    return remembered(findings, id, () => find(planned(id)));
  }

  const roots = createRoots({
    plan,
    finding,
    asked: id => (asked.has(id) ? finding(id) : undefined),
    askedSoFar: () => asked.size,
    diagnose: ({ planned: own, verdict }) =>
      verdict && diagnoseRoot(own, verdict, { stack, sinceMs: performance.now() - startedAt, signal }),
  });

  async function explained(found: Finding): Promise<CheckResult> {
    const trail = await roots.trail(found);
    const why = trail.length === 1 ? await roots.diagnosis(found) : undefined;
    return redact.deep(await toResult(found, trail, stack, why));
  }

  const result = (id: string): Soon<CheckResult> =>
    remembered(results, id, () =>
      after(finding(id), found => {
        const good = goodResult(found);
        return good === undefined ? explained(found) : redact.deep(good);
      }),
    );

  return {
    async prepare(ids) {
      const all = [...withNeeds(plan, ids, asked)].map(planned);
      for (const { check, needs } of all) if (needs.length === 0) first.add(check.probe);
      await Promise.all(Array.from(first, loadProbe));
      const others = new Set(all.map(({ check }) => check.probe).filter(id => !first.has(id)));
      if (others.size === 0) return;
      rest = sleep(HEAD_START_MS)
        .then(() => turn())
        .then(() => Promise.all(Array.from(others, loadProbe)))
        .then(() => {
          rest = undefined;
        });
      // Whoever waits for it hears of it
      rest.catch(() => undefined);
    },
    result: async id => results.get(id) ?? busyness.during(async () => result(id)),
    results: (ids, seen) =>
      busyness.during(async () => {
        withNeeds(plan, ids, asked);
        const groups = Map.groupBy(ids, id => headOf(plan, planned(id)).id);
        await Promise.all(
          Array.from(groups, async ([head, group]) => {
            await finding(head);
            await allOf(group.map(id => after(result(id), one => seen?.(one))));
          }),
        );
        return ids.map(id => results.get(id) as CheckResult);
      }),
  };
}
