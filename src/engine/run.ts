import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeId } from '../model/probe.ts';
import type { CheckResult } from '../model/result.ts';
import type { Stack } from '../model/stack.ts';
import { isBad, type Status } from '../model/status.ts';
import type { Verdict } from '../model/verdict.ts';
import { watchBusyness } from './busy.ts';
import { diagnoseRoot } from './diagnose-root.ts';
import { judge } from './judge.ts';
import { createObserve, type LoadProbe, type Look } from './observe.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';
import { createRoots } from './roots.ts';
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
/** Starts a cycle. Nothing is looked at before a result is asked for. */
export function createRun(options: RunOptions): Run {
  const { plan, stack, signal, redact } = options;
  const startedAt = performance.now();
  const busyness = watchBusyness();
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
  const observe = createObserve({
    loadProbe,
    stack,
    signal,
    concurrency: options.concurrency ?? 16,
    keepSecret,
  });
  const findings = new Map<string, Promise<Finding>>();
  const results = new Map<string, Promise<CheckResult>>();
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
      const doubted = attempts === 1 && !instance.unsafe && busyness.doubts(verdict.code);
      const again = isBad(verdict.status) ? !late || doubted : verdict.status === 'warn' && doubted;
      if (!again || signal.aborted)
        return { planned: one, status: verdict.status, verdict, attempts, durationMs };
      await sleep(RETRY_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async function find(one: PlannedCheck): Promise<Finding> {
    if (one.needs.length === 0) return look(one);
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

  const roots = createRoots({
    plan,
    finding,
    asked: id => findings.get(id),
    askedSoFar: () => findings.size,
    diagnose: ({ planned: own, verdict }) =>
      verdict && diagnoseRoot(own, verdict, { stack, sinceMs: performance.now() - startedAt, signal }),
  });

  async function conclude(id: string): Promise<CheckResult> {
    const found = await finding(id);
    const good = goodResult(found);
    if (good !== undefined) return redact.deep(good);
    const trail = await roots.trail(found);
    const why = trail.length === 1 ? await roots.diagnosis(found) : undefined;
    return redact.deep(await toResult(found, trail, stack, why));
  }

  return {
    async prepare(ids) {
      const probes = new Set([...withNeeds(plan, ids)].map(id => planned(id).check.probe));
      await Promise.all([...probes].map(loadProbe));
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
