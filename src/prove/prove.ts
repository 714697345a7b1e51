import { setTimeout as sleep } from 'node:timers/promises';
import { createRedactor } from '../config/redact.ts';
import { loadProbe } from '../engine/load-probe.generated.ts';
import type { Plan } from '../engine/planned-check.ts';
import { SYMPTOMS } from '../engine/rank-failures.ts';
import { resultsOf } from '../engine/results-of.ts';
import { createRun } from '../engine/run.ts';
import { causeChain, ProblemError } from '../model/problem.ts';
import type { CheckResult } from '../model/result.ts';
import { isBad } from '../model/status.ts';
import type { Fault } from './fault.ts';
import { judgeProof } from './judge-proof.ts';
import type { Lab } from './lab.ts';
import type { Proof } from './proof.ts';

const HEAL_PATIENCE_MS = 60_000;
const HEAL_PAUSE_MS = 300;

/** What proving needs. */
export interface ProveOptions {
  readonly lab: Lab;
  readonly plan: Plan;
  readonly signal: AbortSignal;
  /** Told of each proof. */
  seen?(proof: Proof): void;
}

type Cycle = (
  ids: readonly string[],
  seen?: (result: CheckResult) => void,
) => Promise<readonly CheckResult[]>;

const isRed = ({ status }: CheckResult) => isBad(status);

function createCycle({ lab, plan, signal }: ProveOptions): Cycle {
  const redact = createRedactor(lab.loaded.secrets);
  return async (ids, seen) => {
    redact.renew();
    const run = createRun({ plan, stack: lab.stack(), loadProbe, signal, redact });
    return (await resultsOf(run, ids, seen)).results;
  };
}

/** Checks that need a browser take seconds: they are looked at only where a fault is theirs. */
async function lightChecks(plan: Plan): Promise<ReadonlySet<string>> {
  const light = new Set<string>();
  for (const { id, check } of plan.checks) if (!(await loadProbe(check.probe)).heavy) light.add(id);
  return light;
}

function refuse(red: readonly CheckResult[]): never {
  throw new ProblemError(
    red.map(({ id, code, message }) => ({
      code: 'NOT_HEALTHY_BEFORE',
      message: `${id} is red although nothing was broken yet: ${code}, ${message}`,
      fix: 'Mend what `failsafe check` finds first; a fault proves something only on a healthy stack.',
    })),
  );
}

/** Milliseconds until all of these are green again, or what stays red. */
async function healed(
  cycle: Cycle,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<{ healMs: number } | { stays: string }> {
  const startedAt = performance.now();
  let red: readonly CheckResult[] = [];
  while (performance.now() - startedAt < HEAL_PATIENCE_MS && !signal.aborted) {
    red = (await cycle(ids)).filter(isRed);
    if (red.length === 0) return { healMs: Math.round(performance.now() - startedAt) };
    await sleep(HEAL_PAUSE_MS);
  }
  const roots = red.filter(({ status }) => status !== 'blocked');
  return { stays: roots.map(({ id, code, message }) => `${id} ${code} (${message})`).join(', ') };
}

/** A line of a log counts for a while: it must be old before the next fault is made, though nobody asked for it yet. */
const symptomsOf = ({ checks }: Plan): string[] =>
  checks.filter(({ check }) => SYMPTOMS.includes(check.id)).map(({ id }) => id);

async function proveOne(
  fault: Fault,
  options: ProveOptions,
  cycle: Cycle,
  ids: readonly string[],
): Promise<Proof> {
  const heal = await fault.inject(options.lab);
  let proof: Proof;
  let red: readonly string[] = ids;
  try {
    const startedAt = performance.now();
    let detectMs = 0;
    const results = await cycle(ids, ({ id }) => {
      if (id === fault.red[0].id) detectMs = Math.round(performance.now() - startedAt);
    });
    proof = { ...judgeProof(fault, results), detectMs };
    red = results.filter(isRed).map(({ id }) => id);
  } finally {
    await heal();
  }
  const after = await healed(cycle, [...new Set([...red, ...symptomsOf(options.plan)])], options.signal);
  if ('healMs' in after) return { ...proof, ...after };
  const reason = `although the fault was mended it stays red: ${after.stays}`;
  return { ...proof, status: 'not-healed', reason };
}

const broken = (fault: Fault, error: unknown): Proof => ({
  fault: fault.id,
  title: fault.title,
  status: 'misjudged',
  expected: fault.red[0],
  missing: [],
  stray: [],
  causeFirst: false,
  blocked: 0,
  detectMs: 0,
  reason: `the fault could not be made: ${causeChain(error).join(': ')}`,
});

/**
 * Breaks an isolated stack in one way after another; looks whether each fault is found, named first, and gone when mended.
 *
 * @throws ProblemError NOT_HEALTHY_BEFORE
 */
export async function prove(faults: readonly Fault[], options: ProveOptions): Promise<Proof[]> {
  const { plan, signal } = options;
  const cycle = createCycle(options);
  const light = await lightChecks(plan);
  const all = plan.checks.map(({ id }) => id);
  const idsFor = ({ id: fault }: Fault) => all.filter(id => light.has(id) || fault.startsWith('pwa.'));
  const red = (await cycle([...new Set(faults.flatMap(idsFor))])).filter(isRed);
  if (signal.aborted) return [];
  if (red.length > 0) refuse(red);
  const proofs: Proof[] = [];
  for (const fault of faults) {
    const proof = await proveOne(fault, options, cycle, idsFor(fault)).catch(error => broken(fault, error));
    // Half a look proves nothing.
    if (signal.aborted) break;
    proofs.push(proof);
    options.seen?.(proof);
    if (proof.status === 'not-healed') break;
  }
  return proofs;
}
