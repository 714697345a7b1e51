import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeId } from '../model/probe.ts';
import type { CheckResult } from '../model/result.ts';
import type { Stack } from '../model/stack.ts';
import type { Status } from '../model/status.ts';
import type { Verdict } from '../model/verdict.ts';
import { watchBusyness } from './busy.ts';
import { causalOrder } from './causal-order.ts';
import { diagnoseRoot } from './diagnose-root.ts';
import { judge } from './judge.ts';
import { createObserve, type LoadProbe, type Look } from './observe.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';
import { toResult } from './to-result.ts';
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
   * Loads what these checks and their prerequisites look with. Libraries that load during a look would be measured as
   * slowness of the target.
   */
  prepare(ids: readonly string[]): Promise<void>;
  /** The result of one check; runs what it needs, silently. */
  result(id: string): Promise<CheckResult>;
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
  /** Replaces secrets in whatever leaves the engine. */
  readonly redact: { keep(value: string): void; deep<T>(value: T): T };
}

const DEFAULT_TIMEOUT_MS = 5000;
const RETRY_PAUSE_MS = 250;
const isBad = (status: Status) => status === 'fail' || status === 'error' || status === 'blocked';

/** So few requests may be answered alike by chance. */
const FEW_REQUESTS = 2;

/** Whether something answers that does not even look what it is asked. */
function saysTheSameToAll(all: readonly Finding[], alike: readonly Finding[]): boolean {
  const marked = all.filter(({ verdict }) => verdict?.mark !== undefined);
  const requests = new Set(alike.map(({ verdict }) => verdict?.mark?.request));
  return marked.length === alike.length && requests.size > FEW_REQUESTS;
}

/** Starts a cycle. Nothing is looked at before a result is asked for. */
export function createRun(options: RunOptions): Run {
  const { plan, stack, signal, redact } = options;
  const startedAt = performance.now();
  const busyness = watchBusyness();
  const keepSecret = (value: string) => redact.keep(value);
  const observe = createObserve({
    loadProbe: options.loadProbe,
    stack,
    signal,
    concurrency: options.concurrency ?? 16,
    keepSecret,
  });
  const findings = new Map<string, Promise<Finding>>();
  const results = new Map<string, Promise<CheckResult>>();
  const order = causalOrder(plan);
  const planned = (id: string): PlannedCheck => {
    const found = plan.byId.get(id);
    if (found === undefined) throw new TypeError(`no check has the id ${id}`);
    return found;
  };

  async function look(one: PlannedCheck): Promise<Finding> {
    const { instance, check } = one;
    const startedAt = performance.now();
    const timeoutMs = instance.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const deadline = startedAt + (instance.eventuallyMs ?? 0);
    let last: Promise<Look> | undefined;
    for (let attempts = 1; ; attempts++) {
      last = observe(check.probe as ProbeId, instance.params, timeoutMs, last);
      const verdict = judge(one, await last);
      const durationMs = performance.now() - startedAt;
      const late = performance.now() + RETRY_PAUSE_MS > deadline;
      const again = !late || (attempts === 1 && busyness.doubts(verdict.code));
      if (!isBad(verdict.status) || !again || signal.aborted)
        return { planned: one, status: verdict.status, verdict, attempts, durationMs };
      await sleep(RETRY_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async function find(one: PlannedCheck): Promise<Finding> {
    const needs = await Promise.all(one.needs.map(finding));
    const blocker = needs.find(need => isBad(need.status));
    if (blocker === undefined) return look(one);
    return { planned: one, status: 'blocked', blockedBy: blocker.planned.id, attempts: 0, durationMs: 0 };
  }

  function finding(id: string): Promise<Finding> {
    const known = findings.get(id);
    if (known !== undefined) return known;
    const next = find(planned(id));
    findings.set(id, next);
    return next;
  }

  /** What was found of the same targets, as far as it was asked for, in the order of causes. */
  async function near({ planned: own }: Finding): Promise<Finding[]> {
    const ids = order.filter(other => other.targets.some(name => own.targets.includes(name)));
    return Promise.all(ids.map(({ id }) => findings.get(id)).filter(found => found !== undefined));
  }

  /** The first of the failures that have one cause with this one, by what they were answered. */
  async function kin(bad: Finding, seen: ReadonlySet<string>): Promise<Finding | undefined> {
    const mark = bad.verdict?.mark;
    if (mark === undefined) return undefined;
    const all = await near(bad);
    const alike = all.filter(({ verdict }) => verdict?.mark?.cause === mark.cause);
    if (mark.request !== undefined && !saysTheSameToAll(all, alike)) return undefined;
    const first = alike.find(({ status }) => isBad(status));
    return first === undefined || seen.has(first.planned.id) ? undefined : first;
  }

  /** The checks from a bad finding down to the failure that explains it; the last one is the root. */
  async function chain(bad: Finding, visited: ReadonlySet<string>): Promise<Finding[]> {
    const seen = new Set([...visited, bad.planned.id]);
    const { unrelated = [] } = bad.verdict ?? {};
    const excuses = bad.planned.excusedBy.filter(id => !unrelated.includes(planned(id).check.id));
    const candidates = bad.blockedBy === undefined ? excuses : [bad.blockedBy];
    const others = await Promise.all(candidates.filter(id => !seen.has(id)).map(finding));
    const next = others.find(other => isBad(other.status)) ?? (await kin(bad, seen));
    return next === undefined ? [bad] : [bad, ...(await chain(next, seen))];
  }

  async function conclude(id: string): Promise<CheckResult> {
    const found = await finding(id);
    const trail = isBad(found.status) ? await chain(found, new Set()) : [found];
    const isRoot = trail.length === 1 && isBad(found.status) && found.verdict !== undefined;
    const sinceMs = performance.now() - startedAt;
    const why = isRoot && (await diagnoseRoot(found.planned, found.verdict, { stack, sinceMs, signal }));
    return redact.deep(toResult(found, trail, stack, why || undefined));
  }

  return {
    async prepare(ids) {
      const probes = new Set([...withNeeds(plan, ids)].map(id => planned(id).check.probe));
      await Promise.all([...probes].map(options.loadProbe));
    },
    result(id) {
      const known = results.get(id);
      if (known !== undefined) return known;
      const next = conclude(id);
      results.set(id, next);
      return next;
    },
  };
}
