import { inject, type TestContext, test } from 'vitest';
import type { CheckMeta } from '../reporters/vitest.ts';
import { loadConfig } from '../src/config/load.ts';
import { createRedactor } from '../src/config/redact.ts';
import { lookAtFiles } from '../src/engine/files/look-at-files.ts';
import { staticOf, withFiles } from '../src/engine/files/with-files.ts';
import { createPlan } from '../src/engine/plan.ts';
import type { PlannedCheck } from '../src/engine/planned-check.ts';
import { checks, loadProbe } from '../src/engine/registry.generated.ts';
import { rootOf } from '../src/engine/results-of.ts';
import { createRun } from '../src/engine/run.ts';
import { selectChecks } from '../src/engine/select-checks.ts';
import { withoutStack } from '../src/engine/without-stack.ts';
import type { Level } from '../src/model/level.ts';
import { selectRuntime } from '../src/runtimes/select-runtime.ts';
import { fileResults } from './file-results.ts';

const loaded = await loadConfig({});
const plan = createPlan(loaded, checks);
const redact = createRedactor(loaded.secrets);
const handle = inject('stackHandle');
const stack =
  handle === undefined
    ? withoutStack(loaded.runtime, loaded.config.project)
    : await (await selectRuntime(loaded.runtime)).attach(loaded, handle);

// Vitest runs one spec file after another; the looks of all of them need not wait for that.
const levels = new Set(inject('levels'));
const tagged = new Set(selectChecks(plan, inject('tags')));
const asked = plan.checks.filter(({ id, level }) => levels.has(level) && tagged.has(id)).map(({ id }) => id);
const { signal } = new AbortController();
const files = fileResults(() => lookAtFiles(loaded, staticOf(plan, asked), signal));
const run = withFiles(plan, createRun({ plan, stack, loadProbe, signal, redact }), files);
await run.prepare(asked);
for (const id of asked) void run.result(id);

async function verify({ id }: PlannedCheck, context: TestContext): Promise<void> {
  const result = await run.result(id);
  const meta: CheckMeta = { result, root: await rootOf(run, result) };
  context.task.meta.failsafe = meta;
  if (result.status === 'skip') context.skip(result.message);
  if (result.status === 'pass' || result.status === 'warn') return;
  const error = new Error(`${result.code}: ${result.message}`);
  error.stack = error.message;
  throw error;
}

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
