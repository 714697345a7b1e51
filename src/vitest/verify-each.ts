import { describe, inject, type TestContext, test } from 'vitest';
import { knownWords } from '../../reporters/baseline-lines.ts';
import type { Blocker, CheckMeta, RunFacts } from '../../reporters/vitest.ts';
import { chooseGate } from '../config/choose-gate.ts';
import { nearest } from '../config/did-you-mean.ts';
import { createRedactor } from '../config/redact.ts';
import { checksOf } from '../engine/extensions/checks-of.ts';
import { lookAtFiles } from '../engine/files/look-at-files.ts';
import { staticOf, withFiles } from '../engine/files/with-files.ts';
import { loadProbe } from '../engine/load-probe.generated.ts';
import { createPlan } from '../engine/plan.ts';
import type { PlannedCheck } from '../engine/planned-check.ts';
import { rootOf } from '../engine/results-of.ts';
import { createRun } from '../engine/run.ts';
import { selectChecks } from '../engine/select-checks.ts';
import { HEALTH_LEVELS, type Level, STATIC_LEVELS } from '../model/level.ts';
import { ProblemError } from '../model/problem.ts';
import type { CheckResult } from '../model/result.ts';
import { isBad } from '../model/status.ts';
import { loaded, stack } from './deployment.ts';
import { fileResults } from './file-results.ts';

const plan = createPlan(loaded, await checksOf(loaded));
const redact = createRedactor(loaded.secrets);

// Vitest runs one spec file after another; the looks of all of them need not wait for that.
const levels = new Set(inject('levels'));
const tagged = new Set(selectChecks(plan, inject('tags')));
const asked = plan.checks.filter(({ id, level }) => levels.has(level) && tagged.has(id)).map(({ id }) => id);
const { signal } = new AbortController();
const files = fileResults(() => lookAtFiles(loaded, staticOf(plan, asked), signal));
// Who asks for one of them hears of a failure.
files.catch(() => undefined);
const run = withFiles(plan, createRun({ plan, stack, loadProbe, signal, redact }), files);
await run.prepare(asked);
// See above.
run.results(asked).catch(() => undefined);

const facts: RunFacts = {
  project: loaded.config.project,
  runtime: loaded.runtime,
  tags: inject('tags'),
};
const { baseline: file } = chooseGate(loaded);
const gate = file === undefined ? undefined : await import('../engine/baseline/open-baseline.ts');
const baseline = await gate?.openBaseline({ loaded, plan, file: file ?? '' });
/** A result as the baseline knows it, where there is one. */
const passOver = async (result: CheckResult, root?: CheckResult): Promise<CheckResult> =>
  (await baseline?.passOver(result, root)) ?? result;

async function verify({ id }: PlannedCheck, context: TestContext): Promise<void> {
  const found = await run.result(id);
  const root = await rootOf(run, found);
  const result = await passOver(found, root);
  const meta: CheckMeta = { result, root: root && (await passOver(root)), run: facts };
  context.task.meta.failsafe = meta;
  if (result.status === 'skip') context.skip(result.message);
  if (result.status === 'known') context.skip(knownWords(result));
  if (result.status === 'pass' || result.status === 'warn') return;
  const error = new Error(`${result.code}: ${result.message}`);
  error.stack = error.message;
  throw error;
}

/**
 * The result of a check, looked at once a run whoever asks.
 *
 * @throws ProblemError SPEC_UNKNOWN_CHECK
 */
export async function resultOf(id: string): Promise<CheckResult> {
  if (plan.byId.has(id)) return run.result(id);
  const near = nearest(id, plan.byId.keys());
  throw new ProblemError([
    {
      code: 'SPEC_UNKNOWN_CHECK',
      message: `failsafe.yaml declares no check ${id}`,
      fix: near === undefined ? 'A report names the checks that there are.' : `Did you mean "${near}"?`,
    },
  ]);
}

/** The first of these checks that is in the way of what needs them, and the failure behind it. */
export async function blockerOf(ids: readonly string[]): Promise<Blocker | undefined> {
  const results = await Promise.all(ids.map(resultOf));
  const blocker = results.find(({ status }) => isBad(status));
  if (blocker === undefined) return undefined;
  return { blockedBy: blocker.id, root: await passOver((await rootOf(run, blocker)) ?? blocker) };
}

/** The checks that failsafe.yaml declares, in the order of reports. */
export const plannedChecks: readonly Readonly<Pick<PlannedCheck, 'id' | 'level' | 'title' | 'tags'>>[] =
  plan.checks;

/**
 * Makes one test of each check of a level, with its tags. A test fails unless its check passes or warns, and leaves the
 * result where the reporter finds it. Vitest retries nothing: `eventually` of failsafe.yaml does, and says so.
 */
export function verifyEach(level: Level): void {
  const own = plan.checks.filter(check => check.level === level);
  for (const check of own) {
    const options = { tags: [...check.tags], retry: 0, concurrent: true };
    test(check.title, options, context => verify(check, context));
  }
  if (own.length === 0)
    test(`failsafe.yaml declares nothing for ${level}`, { tags: [level] }, context => context.skip());
}

/** Makes one test of each check that failsafe.yaml declares. */
export function verifyAll(): void {
  for (const level of [...HEALTH_LEVELS, ...STATIC_LEVELS]) describe(level, () => verifyEach(level));
}
