import { formatDuration } from '../../../config/units.ts';
import { causeChain, type Problem, ProblemError } from '../../../model/problem.ts';
import type { Progress } from '../../../model/stack.ts';
import type { PlannedService, RunPlan } from '../run-plan.ts';
import type { SupervisedService } from './supervised-service.ts';

/** One service, ready to be started. */
export interface Startable {
  readonly service: PlannedService;
  readonly supervised: SupervisedService;
}

const problemsOf = (service: string, error: unknown): readonly Problem[] =>
  error instanceof ProblemError
    ? error.problems
    : [
        {
          code: 'STACK_START_FAILED',
          message: `service ${service} could not be started`,
          causes: causeChain(error),
        },
      ];

/**
 * Starts the services, each as soon as what it needs is ready. The first that fails ends the start; when the time is up,
 * every service that is being waited for is told.
 *
 * @param failed is called by services that end again while others still start
 * @throws ProblemError; the reason of `stopping` when that is aborted
 */
export async function startAll(
  plan: RunPlan,
  startables: readonly Startable[],
  progress: Progress,
  failing: { onProblem?: (problem: Problem) => void },
  stopping: AbortSignal,
): Promise<void> {
  const problems: Problem[] = [];
  const abandon = new AbortController();
  const signal = AbortSignal.any([stopping, abandon.signal]);
  const fail = (found: readonly Problem[]) => {
    if (signal.aborted) return;
    problems.push(...found);
    abandon.abort();
  };
  failing.onProblem = problem => fail([problem]);
  const timer = setTimeout(() => {
    fail(startables.flatMap(({ supervised }) => supervised.unready(plan.startTimeoutMs) ?? []));
  }, plan.startTimeoutMs);
  const ready = new Map<string, Promise<void>>();
  const start = async ({ service, supervised }: Startable) => {
    const startedAt = performance.now();
    const first = [supervised.prepare(signal), ...service.needs.map(name => ready.get(name))];
    await Promise.allSettled(first);
    await Promise.all(first);
    const launchedAt = service.kind === 'postgres' ? startedAt : performance.now();
    await supervised.start(signal);
    const done = service.ready.kind === 'exit' ? 'done' : 'ready';
    progress(`${service.name} ${done} in ${formatDuration(performance.now() - launchedAt)}`);
  };
  for (const startable of startables) {
    const { name } = startable.service;
    const started = start(startable);
    ready.set(name, started);
    started.catch(error => fail(problemsOf(name, error)));
  }
  await Promise.allSettled(ready.values());
  clearTimeout(timer);
  failing.onProblem = undefined;
  stopping.throwIfAborted();
  if (abandon.signal.aborted) throw new ProblemError(problems);
}
