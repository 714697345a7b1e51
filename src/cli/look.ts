import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor } from '../config/redact.ts';
import type { Plan } from '../engine/planned-check.ts';
import { loadProbe } from '../engine/registry.generated.ts';
import { resultsOf, type Selected } from '../engine/results-of.ts';
import { createRun } from '../engine/run.ts';
import type { StackHandle } from '../model/stack.ts';
import { selectRuntime } from '../runtimes/select-runtime.ts';
import { createProgress } from './progress.ts';

/** What one cycle over a stack saw. */
export interface Looked extends Selected {
  /** Milliseconds that the stack took to start, or to be found. */
  readonly startMs: number;
  /** Undefined when the stack did not start. */
  readonly handle?: StackHandle;
}

/** Starts or finds the stack, looks at it once, shows on the terminal how far that is, and ends what it started. */
export async function look(
  loaded: LoadedConfig,
  plan: Plan,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Looked> {
  const progress = createProgress(process.stderr);
  const redact = createRedactor(loaded.secrets);
  const runtime = await selectRuntime(loaded.runtime);
  const startedAt = performance.now();
  const started = await runtime.start(loaded, {
    signal,
    progress: message => progress.line(redact.text(message)),
  });
  try {
    const startMs = Math.round(performance.now() - startedAt);
    const stack = await runtime.attach(loaded, started.handle);
    const run = createRun({ plan, stack, loadProbe, signal, redact });
    let done = 0;
    const selected = await resultsOf(run, ids, () => progress.status(`${++done} of ${ids.length} checks`));
    await stack.close();
    return { ...selected, startMs, handle: started.handle };
  } finally {
    progress.clear();
    await started.stop();
  }
}
