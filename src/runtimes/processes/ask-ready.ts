import { connect } from 'node:net';
import type { Address } from '../../model/stack.ts';
import { http } from '../../probes/node-http.ts';
import { readBytes, sizeOf } from './log-file.ts';
import { postgresAccepts } from './postgres/accepts.ts';
import type { ReadyProbe } from './run-plan.ts';

/** The service that is asked. */
export interface Asked {
  readonly probe: ReadyProbe;
  readonly address?: Address;
  readonly log: string;
  /** Where in the log this life of the service begins; undefined for a service that was ready before. */
  readonly logStart?: number;
}

/** PostgreSQL listens before it takes sessions, and logs a FATAL for each that comes too early. */
const POSTGRES_IS_UP = 'database system is ready to accept connections';

const UNANSWERED = 'no answer in time';

const codeOf = (error: NodeJS.ErrnoException) => error.code ?? error.message;

function asksHttp({ host, port }: Address, path: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise(resolve => {
    const request = http.get({ host, port, path, signal, agent: false }, response => {
      response.resume();
      const { statusCode = 0 } = response;
      resolve(statusCode >= 200 && statusCode < 300 ? undefined : `GET ${path} answered ${statusCode}`);
    });
    request.on('error', error => resolve(`GET ${path}: ${signal.aborted ? UNANSWERED : codeOf(error)}`));
  });
}

function asksTcp({ host, port }: Address, signal: AbortSignal): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = connect({ host, port, signal });
    socket.on('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.on('error', error => resolve(`${host}:${port}: ${signal.aborted ? UNANSWERED : codeOf(error)}`));
  });
}

function asksLog({ log, logStart }: Asked, text: string): string | undefined {
  const found = logStart === undefined || readBytes(log, logStart, sizeOf(log)).includes(text);
  return found ? undefined : `no line with "${text}" in its output yet`;
}

/** Asks once whether a service is ready, for as long as the signal lets it. Gives undefined when it is, else what was seen instead. */
export async function askReady(asked: Asked, signal: AbortSignal): Promise<string | undefined> {
  const { probe, address } = asked;
  if (probe.kind === 'log') return asksLog(asked, probe.text);
  if (address === undefined || probe.kind === 'none' || probe.kind === 'exit') return undefined;
  if (probe.kind === 'http') return asksHttp(address, probe.path, signal);
  if (probe.kind === 'tcp') return asksTcp(address, signal);
  return asksLog(asked, POSTGRES_IS_UP) ?? postgresAccepts(address, signal);
}
