import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';
import type { Stack } from '../model/stack.ts';
import { untilUp } from './until-up.ts';

const TAIL = 10;

/**
 * Waits until these services run and are healthy.
 *
 * @throws ProblemError SERVICE_NOT_READY, one a service, with the last lines of its log
 */
export async function ensureUp(
  loaded: LoadedConfig,
  stack: Stack,
  services: readonly string[],
  signal: AbortSignal,
  tell: (status: string) => void,
): Promise<void> {
  const down = await untilUp(loaded, stack, services, signal, tell);
  if (down.length === 0) return;
  throw new ProblemError(
    await Promise.all(
      down.map(async ({ service, state, health, exitCode }) => ({
        code: 'SERVICE_NOT_READY',
        message: `${service} is ${state}${health === 'none' ? '' : `, ${health}`}${exitCode === undefined ? '' : `, exit code ${exitCode}`}`,
        causes: await stack.logs(service, { tail: TAIL }, signal).catch(() => []),
        fix: '`failsafe check` names the cause.',
      })),
    ),
  );
}
