/**
 * One step of an operation. A dry run prints the steps with their acts; what is then done is these steps, and nothing
 * else.
 */
export interface Step {
  /** Stable, lower case; `--from` names it. */
  readonly id: string;
  /** What is done, for people. */
  readonly title: string;
  /** The exact commands, or acts that have no command. */
  readonly acts: readonly string[];
  /**
   * Does it, and gives what is worth a note.
   *
   * @param tell shows a passing state
   * @throws ProblemError with what went wrong and what to do
   */
  run(tell: (status: string) => void): Promise<string | undefined>;
}

/** What came of a step. */
export interface StepReport {
  readonly id: string;
  readonly title: string;
  readonly status: 'done' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** What is worth knowing of it; of a skipped one, why. */
  readonly note?: string;
}

/** Who is told of the steps while they are made. */
export interface StepWatcher {
  began(step: Step): void;
  status(text: string): void;
  ended(report: StepReport): void;
}

/**
 * Makes the steps one after another, until one fails.
 *
 * @throws what the step threw that failed; the watcher has been told of it
 */
export async function runSteps(
  steps: readonly Step[],
  watcher: StepWatcher,
  signal: AbortSignal,
): Promise<void> {
  for (const step of steps) {
    signal.throwIfAborted();
    const { id, title } = step;
    const startedAt = performance.now();
    const report = (status: StepReport['status'], note?: string) =>
      watcher.ended({ id, title, status, durationMs: Math.round(performance.now() - startedAt), note });
    watcher.began(step);
    try {
      report('done', await step.run(text => watcher.status(`${title}: ${text}`)));
    } catch (error) {
      report('failed', error instanceof Error ? error.message.split('\n', 1)[0] : undefined);
      throw error;
    }
  }
}
