import { formatDuration } from '../../config/units.ts';
import { adviseStart } from '../../diagnosis/advise-start.ts';
import { type Problem, ProblemError } from '../../model/problem.ts';
import type { ServiceState, Stack } from '../../model/stack.ts';
import type { BroughtUp } from './bring-up.ts';
import { type ComposeAnswer, lastLines } from './run-compose.ts';

const LOG_LINES = 12;
/** The trace of an error is long, and what it is stands before it. */
const READ_LINES = 60;

/** Exit codes whose meaning is the same for every image. */
const EXIT_CODES: Readonly<Record<number, string>> = {
  125: 'the engine could not run it',
  126: 'its command cannot be executed',
  127: 'its command was not found',
  137: 'it was killed',
  139: 'it crashed',
  143: 'it was told to stop',
};

function condition({ state, health, exitCode, oomKilled, restarts }: ServiceState): string {
  if (state === 'running') return health === 'none' ? 'running, without listening on its ports' : health;
  if (exitCode === undefined) return state;
  const meaning = oomKilled ? 'out of memory' : EXIT_CODES[exitCode];
  const again = restarts > 0 ? `, restarted ${restarts} times` : '';
  return `${state} with code ${exitCode}${meaning === undefined ? '' : ` (${meaning})`}${again}`;
}

function advice({ service, state, exitCode, health, oomKilled }: ServiceState): string {
  if (oomKilled) return `Raise the memory limit of ${service}, or have it use less.`;
  if (state === 'exited' && exitCode === 0)
    return `If ${service} is meant to run to its end, name it under \`stack.oneShots\`; if not, its command must not end.`;
  if (state === 'running' && health !== 'none')
    return `See why the health check of ${service} fails; a slow start wants a longer \`start_period\` or \`stack.startTimeout\`.`;
  if (state === 'running')
    return `Have ${service} listen on 0.0.0.0 and on the ports that the compose file publishes, or give it a health check.`;
  return `Mend what the log of ${service} says.`;
}

async function ofService(
  stack: Stack,
  state: ServiceState,
  when: string,
  signal: AbortSignal,
): Promise<Problem> {
  const log = await stack.logs(state.service, { tail: READ_LINES }, signal).catch(() => []);
  const said = [...(state.healthOutput?.split('\n') ?? []), ...log];
  const { fix, because } = adviseStart(state.service, said, { otherwise: advice(state), shown: LOG_LINES });
  return {
    code: 'STACK_START_FAILED',
    message: `service ${state.service} did not start${when}`,
    expected: state.oneShot
      ? 'exited with code 0'
      : state.health === 'none'
        ? 'running'
        : 'running and healthy',
    got: condition(state),
    causes: [
      ...because,
      ...(state.healthOutput === undefined ? [] : [`health check: ${state.healthOutput}`]),
      ...log.slice(-LOG_LINES).map(line => `log: ${line}`),
    ],
    fix,
  };
}

/** Why a stack did not start: the services to blame with their last words, or else what compose said. */
export async function startFailure(
  stack: Stack,
  { notReady, inTime, compose }: BroughtUp,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ProblemError> {
  const when = inTime ? '' : ` within ${formatDuration(timeoutMs)}`;
  if (notReady.length > 0)
    return new ProblemError(await Promise.all(notReady.map(state => ofService(stack, state, when, signal))));
  return composeFailure('STACK_START_FAILED', `docker compose could not start the stack${when}`, compose);
}

/** What a call of docker compose said that failed. */
export function composeFailure(
  code: string,
  message: string,
  answer: ComposeAnswer | undefined,
  fix?: string,
): ProblemError {
  return new ProblemError([{ code, message, causes: lastLines(answer?.output ?? ''), fix }]);
}
