import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Running } from '../init/draft-endpoints.ts';
import { lookLive } from '../init/look-live.ts';
import { ProblemError } from '../model/problem.ts';
import { compose } from '../runtimes/compose/compose.ts';

/** The stack as it runs, or why it cannot be looked at. */
export type Found = { readonly running: Running; close(): Promise<void> } | { readonly reason: string };

/** Attaches to the compose project when it runs; changes nothing. */
export async function findRunning(loaded: LoadedConfig, signal: AbortSignal): Promise<Found> {
  try {
    const { handle } = await compose.start(loaded, { signal, progress: () => undefined });
    const stack = await compose.attach(loaded, handle);
    const live = await lookLive(loaded, stack, signal);
    const up = live.services.filter(({ state }) => state === 'running');
    if (up.length > 0)
      return { running: { live, webTargets: loaded.webTargets }, close: () => stack.close() };
    await stack.close();
    return { reason: `no service of the compose project ${handle.project} runs` };
  } catch (error) {
    if (signal.aborted || !(error instanceof ProblemError)) throw error;
    const [problem] = error.problems;
    return { reason: problem?.message ?? 'it cannot be reached' };
  }
}
