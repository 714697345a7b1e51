import { ProbeError } from '../../model/probe-error.ts';
import type { Problem } from '../../model/problem.ts';
import { causeChain } from '../../model/problem.ts';
import type { Engine } from './engine-address.ts';

const FORBIDDEN = ['EACCES', 'EPERM'];
const UNREACHABLE = [
  'ENOENT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTSOCK',
];

const FIXES: Readonly<Record<string, string>> = {
  ENGINE_UNREACHABLE:
    'Start Docker (`sudo systemctl start docker`, or Docker Desktop), or correct DOCKER_HOST or the docker context.',
  ENGINE_TIMEOUT:
    'It may be busy: look at the load of the machine and run again. If `docker info` hangs as well, restart it (`sudo systemctl restart docker`).',
  ENGINE_PERMISSION:
    'Add your user to the group `docker`: `sudo usermod -aG docker $USER`, then log in again; or use a rootless engine.',
  ENGINE_ERROR:
    'Ask it yourself with `docker info`. If that fails as well, something else answers there: correct DOCKER_HOST or the docker context; if not, read the log of the engine (`journalctl -u docker`).',
};

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim();

/** The HTTP status with which the engine refused, if it did. */
export function engineStatus(error: unknown): number | undefined {
  const cause = error instanceof ProbeError ? error.cause : error;
  return (cause as { statusCode?: number } | undefined)?.statusCode;
}

/** Puts what went wrong in a call of the engine into words. */
export function toProbeError(error: unknown, engine: Engine): ProbeError {
  if (error instanceof ProbeError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const where = engine.source === 'default' ? engine.uri : `${engine.uri} (${engine.source})`;
  const say = (name: string, message: string) => new ProbeError('observer', name, message, { cause: error });
  if (FORBIDDEN.includes(code)) return say('ENGINE_PERMISSION', `no permission to open ${where}`);
  if (UNREACHABLE.includes(code)) return say('ENGINE_UNREACHABLE', `no Docker engine answers at ${where}`);
  return say('ENGINE_ERROR', `the Docker engine refused: ${text(error)}`);
}

/** That the engine did not answer before the signal of a call. */
export const answersTooLate = ({ uri }: Engine, cause: unknown): ProbeError =>
  new ProbeError('observer', 'ENGINE_TIMEOUT', `the Docker engine at ${uri} did not answer in time`, {
    cause,
  });

/** The same for the start of a run, with what to do about it. */
export function engineProblem(error: ProbeError): Problem {
  const causes = causeChain(error.cause);
  return { code: error.code, message: error.message, causes, fix: FIXES[error.code] };
}
