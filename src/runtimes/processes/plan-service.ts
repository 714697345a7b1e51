import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { ProcessService } from '../../config/schema/stack.ts';
import type { PlannedCommand, PlannedPostgres, PlannedService, ReadyProbe } from './run-plan.ts';

type PostgresService = Extract<ProcessService, { postgres: unknown }>;
type CommandService = Extract<ProcessService, { run: unknown }>;

/** PostgreSQL's own port, which a target names unless failsafe.yaml says otherwise. */
const POSTGRES_PORT = 5432;

function readyOf({ ready, oneShot, port }: CommandService): ReadyProbe {
  if (oneShot) return { kind: 'exit' };
  if (typeof ready === 'string') return { kind: 'http', path: ready };
  if (ready !== undefined) return { kind: 'log', text: ready.log };
  return { kind: port === undefined ? 'none' : 'tcp' };
}

function planCommand(root: string, name: string, service: CommandService): PlannedCommand {
  const words = typeof service.run === 'string' ? service.run.trim().split(/\s+/) : service.run;
  const [command = '', ...args] = words;
  const env: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const [key, value] of Object.entries(service.env ?? {})) {
    if (typeof value === 'string') env[key] = value;
    else secrets[key] = value.reveal();
  }
  return {
    kind: 'command',
    name,
    needs: service.needs ?? [],
    port: service.port,
    ready: readyOf(service),
    image: words.join(' '),
    command: command === 'node' ? process.execPath : command,
    args,
    cwd: resolve(root, service.cwd ?? '.'),
    env,
    secrets,
  };
}

function planPostgres(root: string, name: string, service: PostgresService): PlannedPostgres {
  const { database, user = 'postgres', password, databases = [], init = [] } = service.postgres;
  return {
    kind: 'postgres',
    name,
    needs: service.needs ?? [],
    port: service.port ?? POSTGRES_PORT,
    ready: { kind: 'postgres' },
    image: 'PostgreSQL',
    database,
    user,
    password: password?.reveal() ?? randomBytes(18).toString('base64url'),
    databases,
    init: init.map(file => resolve(root, file)),
  };
}

/** Turns what failsafe.yaml says of one service into what the supervisor runs. */
export const planService = (root: string, name: string, service: ProcessService): PlannedService =>
  'postgres' in service ? planPostgres(root, name, service) : planCommand(root, name, service);
