import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderProofJunit } from '../../reporters/proof-junit.ts';
import { proofLine, proofSummary } from '../../reporters/proof-table.ts';
import { writing } from '../../reporters/report-files.ts';
import { styleFor } from '../../reporters/style.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { healthChecksOf } from '../engine/extensions/checks-of.ts';
import { createPlan } from '../engine/plan.ts';
import type { Plan } from '../engine/planned-check.ts';
import { selectChecks } from '../engine/select-checks.ts';
import { ProblemError } from '../model/problem.ts';
import type { Fault } from '../prove/fault.ts';
import { createLab } from '../prove/lab.ts';
import type { Proof, ProofReport } from '../prove/proof.ts';
import { prove } from '../prove/prove.ts';
import { selectFaults } from '../prove/select-faults.ts';
import { unprovenChecks } from '../prove/unproven-checks.ts';
import { attempt } from './attempt.ts';
import type { ProveCommandOptions } from './prove.ts';
import { withStack } from './with-stack.ts';

function refuseDeployment({ runtime }: LoadedConfig): void {
  if (runtime !== 'compose') return;
  throw new ProblemError([
    {
      code: 'PROVE_NEEDS_ISOLATION',
      message: 'the runtime compose is the deployment itself, which is not to be broken',
      fix: 'Run `failsafe prove --runtime testcontainers`: it brings the same compose file up in isolation.',
    },
  ]);
}

function list(faults: readonly Fault[]): number {
  for (const { id, title, red } of faults) {
    process.stdout.write(`${id.padEnd(38)} ${title}; ${red[0].id} ${red[0].code ?? ''}\n`);
  }
  return 0;
}

async function breakIt(
  loaded: LoadedConfig,
  plan: Plan,
  faults: readonly Fault[],
  signal: AbortSignal,
  show: (proof: Proof) => void,
): Promise<Proof[]> {
  return withStack(loaded, signal, ({ stack, handle, progress }) => {
    let done = 0;
    return prove(faults, {
      lab: createLab(loaded, handle, stack),
      plan,
      signal,
      seen(proof) {
        progress.clear();
        show(proof);
        progress.status(`${++done} of ${faults.length} faults`);
      },
    });
  });
}

const idsOf = (faults: readonly Fault[]) => faults.map(({ red }) => red[0].id);

async function write(folder: string, report: ProofReport): Promise<void> {
  await writing(folder, async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'proof.json'), `${JSON.stringify(report, null, 2)}\n`);
    await writeFile(join(folder, 'proof.junit.xml'), renderProofJunit(report));
  });
}

function exitCode({ proofs, unproven, problems }: ProofReport, strict: boolean): number {
  if (problems.length > 0 || !proofs.some(({ status }) => status !== 'skipped')) return 2;
  const failed = proofs.some(({ status }) => status !== 'proven' && status !== 'skipped');
  return failed || (strict && unproven.length > 0) ? 1 : 0;
}

/** Proves the stack of failsafe.yaml, prints the proofs, and gives the exit code: 0 all proven, 1 not, 2 could not be tried. */
export async function proveStack(
  options: ProveCommandOptions,
  names: readonly string[] = [],
): Promise<number> {
  const startedAt = Date.now();
  const loaded = await loadConfig({ file: options.config, runtime: options.runtime });
  refuseDeployment(loaded);
  const plan = createPlan(loaded, await healthChecksOf(loaded));
  const ids = selectChecks(plan, options.grep === undefined ? [] : [options.grep]);
  const faults = await selectFaults(loaded, plan, ids, names);
  if (options.list) return list(faults);
  const style = styleFor(process.stdout);
  const text = options.json !== true;
  if (text)
    process.stdout.write(
      `\n ${style.bold('failsafe prove')}  ${loaded.config.project} · ${loaded.runtime}\n\n`,
    );
  const done = await attempt<readonly Proof[]>([], signal =>
    breakIt(loaded, plan, faults, signal, proof => {
      if (text) process.stdout.write(`${proofLine(proof, style)}\n`);
    }),
  );
  const { value: proofs, problems } = done;
  const report: ProofReport = {
    version: 1,
    project: loaded.config.project,
    runtime: loaded.runtime,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Date.now() - startedAt,
    filter: options.grep,
    proofs,
    planned: new Set(plan.checks.map(({ check }) => check.id)).size,
    ...unprovenChecks(plan, names.length === 0 ? ids : idsOf(faults), faults, proofs),
    problems,
  };
  process.stdout.write(text ? proofSummary(report, style) : `${JSON.stringify(report, null, 2)}\n`);
  if (options.output !== undefined) await write(options.output, report);
  return done.exitCode ?? exitCode(report, options.strict === true);
}
