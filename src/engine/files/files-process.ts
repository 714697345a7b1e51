import { loadConfig } from '../../config/load.ts';
import { createRedactor } from '../../config/redact.ts';
import { checksOf } from '../extensions/checks-of.ts';
import { loadProbe } from '../load-probe.generated.ts';
import { createPlan } from '../plan.ts';
import { resultsOf } from '../results-of.ts';
import { createRun } from '../run.ts';
import { withoutStack } from '../without-stack.ts';
import type { Answer, Question } from './look-at-files.ts';

async function look({ file, runtime, ids }: Question): Promise<Answer> {
  const loaded = await loadConfig({ file, runtime });
  const stack = withoutStack(runtime, loaded.config.project);
  const redact = createRedactor(loaded.secrets);
  const { signal } = new AbortController();
  const run = createRun({
    plan: createPlan(loaded, await checksOf(loaded)),
    stack,
    loadProbe,
    signal,
    redact,
  });
  return { results: (await resultsOf(run, ids)).results };
}

/** The process in which files are looked at: it answers once, and ends with whoever asked. */
process.once('message', async (question: Question) => {
  const answer = await look(question).catch((error: unknown): Answer => ({ error: String(error) }));
  process.send?.(answer, () => process.exit());
});
process.once('disconnect', () => process.exit());
