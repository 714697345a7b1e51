import { formatDuration } from '../../../config/units.ts';
import { adviseStart } from '../../../diagnosis/advise-start.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Address } from '../../../model/stack.ts';
import { lastLines } from '../log-file.ts';
import type { PlannedService, ReadyProbe } from '../run-plan.ts';
import { shownPath } from '../shown-path.ts';
import type { End } from './life.ts';

const SHOWN_LINES = 15;
/** The trace of an error is long, and what it is stands before it. */
const READ_LINES = 60;

/** Where the output of a service stands. */
export interface Output {
  readonly log: string;
  readonly logStart: number;
}

const causesIn = ({ log, logStart }: Output): string[] => lastLines(log, SHOWN_LINES, logStart);

/** What its output shows, else what is said in general; the line that shows it stands before the last ones. */
function advise({ name }: PlannedService, output: Output, otherwise: string) {
  const lines = lastLines(output.log, READ_LINES, output.logStart);
  const { fix, because } = adviseStart(name, lines, { otherwise, shown: SHOWN_LINES });
  return { causes: [...because, ...causesIn(output)], fix: `${fix} All of it: ${shownPath(output.log)}.` };
}

const byHand = (service: PlannedService) =>
  service.kind === 'command' ? ` Run it by hand: cd ${shownPath(service.cwd)} && ${service.image}` : '';

/** What is waited for, as a sentence. */
function awaited(probe: ReadyProbe, address: Address | undefined): string {
  const at = address && `${address.host}:${address.port}`;
  switch (probe.kind) {
    case 'http':
      return `GET http://${at}${probe.path} answers 2xx`;
    case 'log':
      return `its output has a line with "${probe.text}"`;
    case 'tcp':
      return `${at} accepts connections`;
    case 'postgres':
      return `PostgreSQL takes sessions on ${at}`;
    case 'exit':
      return 'it ends with exit code 0';
    case 'none':
      return 'it keeps running';
  }
}

const howEnded = ({ exitCode, signal }: End) =>
  signal === undefined ? `exit code ${exitCode}` : `the signal ${signal}`;

/** The process ended though it should run. */
export function endedProblem(service: PlannedService, end: End, output: Output): Problem {
  const when = service.ready.kind === 'exit' ? '' : ' while the stack was starting';
  const { causes, fix } = advise(service, output, 'Mend what its output says.');
  return {
    code: 'STACK_START_FAILED',
    message: `service ${service.name} ended with ${howEnded(end)}${when}`,
    expected: service.ready.kind === 'exit' ? 'exit code 0' : 'a process that keeps running',
    got: howEnded(end),
    causes,
    fix: `${fix}${byHand(service)}`,
  };
}

/** What to do first, by what was seen; nothing where its output has to tell. */
function hintFor({ kind, name, ready }: PlannedService, seen: string): string {
  if (kind !== 'command' || (ready.kind !== 'http' && ready.kind !== 'tcp')) return '';
  if (ready.kind === 'http' && /answered \d+$/.test(seen))
    return `It listens: have it answer GET ${ready.path} with 2xx, or name another path in stack.processes.${name}.ready; `;
  if (seen.startsWith('no answer'))
    return 'It takes the connection and does not answer: find out what it waits for; ';
  return 'Have it listen on the port in its variable PORT, on 127.0.0.1 or on all addresses; ';
}

/** The process runs, but the time is up. */
export function notReadyProblem(
  service: PlannedService,
  address: Address | undefined,
  seen: string,
  timeoutMs: number,
  output: Output,
): Problem {
  const hint = hintFor(service, seen);
  const otherwise = `${hint}${hint === '' ? 'Mend' : 'mend'} what its output says, or raise stack.startTimeout.`;
  const { causes, fix } = advise(service, output, otherwise);
  return {
    code: 'SERVICE_NOT_READY',
    message: `service ${service.name} was not ready within ${formatDuration(timeoutMs)}: ${seen}`,
    expected: awaited(service.ready, address),
    got: seen,
    causes,
    fix,
  };
}

/** The process could not even be spawned. */
export function notSpawnedProblem(
  service: PlannedService,
  command: string,
  error: NodeJS.ErrnoException,
): Problem {
  if (error.code === 'ENOENT') {
    return {
      code: 'COMMAND_NOT_FOUND',
      message: `service ${service.name}: there is no command ${command} on this machine`,
      fix: `Install ${command}, or mend stack.processes.${service.name}.run. It is run without a shell: words are split at blanks.`,
    };
  }
  return {
    code: 'STACK_START_FAILED',
    message: `service ${service.name}: ${command} cannot be run: ${error.message}`,
    fix: error.code === 'EACCES' ? `Make it executable: chmod +x ${command}` : undefined,
  };
}
