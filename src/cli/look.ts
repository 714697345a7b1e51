import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor } from '../config/redact.ts';
import { lookAtFiles } from '../engine/files/look-at-files.ts';
import { staticOf, withFiles } from '../engine/files/with-files.ts';
import { loadProbe } from '../engine/load-probe.generated.ts';
import type { Plan } from '../engine/planned-check.ts';
import { resultsOf, type Selected } from '../engine/results-of.ts';
import { createRun } from '../engine/run.ts';
import { needsNoStack, withoutStack } from '../engine/without-stack.ts';
import type { Stack, StackHandle } from '../model/stack.ts';
import { createProgress, type ProgressDisplay } from './progress.ts';
import { withStack } from './with-stack.ts';

/** What one cycle over a stack saw. */
export interface Looked extends Selected {
  /** Milliseconds that the stack took to start, or to be found. */
  readonly startMs: number;
  /** Undefined when no stack was started. */
  readonly handle?: StackHandle;
}

interface Where {
  readonly stack: Stack;
  readonly handle?: StackHandle;
  readonly startMs: number;
  readonly progress: ProgressDisplay;
}

/** Starts or finds the stack where a check needs one, looks at it once, shows on the terminal how far that is, and ends what it started. */
export async function look(
  loaded: LoadedConfig,
  plan: Plan,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Looked> {
  const redact = createRedactor(loaded.secrets);
  const over = new AbortController();
  const files = lookAtFiles(loaded, staticOf(plan, ids), AbortSignal.any([signal, over.signal]));
  // Who asks for one of them hears of a failure; before that the stack may fail, or the run be stopped.
  files.catch(() => undefined);
  const lookAt = async ({ stack, handle, startMs, progress }: Where): Promise<Looked> => {
    const run = withFiles(plan, createRun({ plan, stack, loadProbe, signal, redact }), files);
    let done = 0;
    const selected = await resultsOf(run, ids, () => progress.status(`${++done} of ${ids.length} checks`));
    return { ...selected, startMs, handle };
  };
  try {
    if (!needsNoStack(plan, ids, loaded.runtime)) return await withStack(loaded, signal, lookAt);
    const progress = createProgress(process.stderr);
    const stack = withoutStack(loaded.runtime, loaded.config.project);
    return await lookAt({ stack, startMs: 0, progress }).finally(progress.clear);
  } finally {
    over.abort();
  }
}
