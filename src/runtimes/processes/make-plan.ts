import type { LoadedConfig } from '../../config/loaded-config.ts';
import { type Problem, ProblemError } from '../../model/problem.ts';
import { baseEnvironment } from './base-environment.ts';
import { createBase, createRunId, runFolders } from './folders.ts';
import { needsOrder } from './needs-order.ts';
import { planProblems } from './plan-problems.ts';
import { planService } from './plan-service.ts';
import type { RunPlan } from './run-plan.ts';

const START_TIMEOUT_MS = 120_000;

const problem = (message: string, fix: string): Problem => ({ code: 'STACK_START_FAILED', message, fix });

/**
 * Plans a run from `stack.processes`.
 *
 * @throws ProblemError with all that is wrong with it
 */
export function makePlan(loaded: LoadedConfig): RunPlan {
  const { root } = loaded;
  const { processes = {}, startTimeout = START_TIMEOUT_MS } = loaded.config.stack ?? {};
  const services = Object.entries(processes).map(([name, service]) => planService(root, name, service));
  if (services.length === 0) {
    throw new ProblemError([
      problem(
        'stack.processes declares no service, so the runtime processes has nothing to start',
        'Declare the services under stack.processes, or choose another runtime with --runtime or FAILSAFE_RUNTIME.',
      ),
    ]);
  }
  const problems = [...planProblems(new Map(services.map(service => [service.name, service])), root)];
  if (problems.length > 0) throw new ProblemError(problems);
  const order = needsOrder(services);
  if ('ring' in order) {
    throw new ProblemError([
      problem(
        `these services wait for each other, so none can start: ${order.ring.join(', ')}`,
        'Break the ring: drop one of their needs in stack.processes.',
      ),
    ]);
  }
  const id = createRunId();
  return {
    id,
    project: loaded.config.project,
    folders: runFolders(createBase(root), id),
    startTimeoutMs: startTimeout,
    services: order.ordered,
    environment: baseEnvironment(loaded.stackEnvironment),
  };
}
