import { execa } from 'execa';
import type { DatabaseTarget } from '../../model/target.ts';
import { TOOL_ENVIRONMENT } from '../../runtimes/processes/postgres/run-tool.ts';
import type { ClientFolder } from './client-folder.ts';

/** The programs that come with PostgreSQL. */
export type Program = 'psql' | 'pg_dump' | 'pg_dumpall' | 'pg_restore';

/** Which database, and what flows in and out. */
export interface ProgramOptions {
  readonly database: string;
  /** File to read from; default: a pipe. */
  readonly from?: string;
  /** File to write to; default: a pipe. */
  readonly to?: string;
  /** By this name the sessions of the program are known to the server. */
  readonly application: string;
  readonly signal?: AbortSignal;
}

/** A PostgreSQL server with the programs that can speak to it. */
export interface PostgresServer {
  /** The service, or host and port. */
  readonly name: string;
  /** The service of the compose file, where it is one. */
  readonly service?: string;
  /** Starts a program that connects to it. */
  start(program: Program, args: readonly string[], options: ProgramOptions): RunningProgram;
  /** The same as a line for people, without how it connects. */
  line(program: Program, args: readonly string[]): string;
}

/** A program that runs. */
export type RunningProgram = ReturnType<typeof spawnProgram>;

const spawnProgram = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { from, to, signal }: ProgramOptions,
) =>
  execa(program, args, {
    env,
    extendEnv: false,
    stdin: from === undefined ? 'pipe' : { file: from },
    stdout: to === undefined ? 'pipe' : { file: to },
    buffer: { stdout: false },
    reject: false,
    cancelSignal: signal,
  });

type Connection = Readonly<Record<string, string>>;

function connection(
  { user, password }: DatabaseTarget,
  { database, application }: ProgramOptions,
  address: { readonly host: string; readonly port: number },
): Connection {
  return {
    PGHOST: address.host,
    PGPORT: String(address.port),
    PGUSER: user,
    // An empty one keeps libpq from looking into files that belong to somebody else
    PGPASSFILE: '/dev/null',
    ...(password !== undefined && { PGPASSWORD: password.reveal() }),
    PGDATABASE: database,
    PGAPPNAME: application,
    PGCONNECT_TIMEOUT: '10',
  };
}

/** A server in a container, spoken to by the programs in it: they fit its version, and no port need be published. */
export function serverInContainer(
  target: DatabaseTarget,
  service: string,
  container: { readonly id: string; readonly name: string },
): PostgresServer {
  const address = { host: '127.0.0.1', port: target.endpoint.port };
  return {
    name: service,
    service,
    start(program, args, options) {
      const variables = { ...connection(target, options, address), LC_ALL: 'C' };
      // Names only: the values stand in no process list
      const flags = Object.keys(variables).flatMap(name => ['-e', name]);
      const env = { ...dockerEnvironment(), ...variables };
      return spawnProgram('docker', ['exec', '-i', ...flags, container.id, program, ...args], env, options);
    },
    line: (program, args) => `docker exec -i ${container.name} ${[program, ...args].join(' ')}`,
  };
}

/** What the docker command needs to find its engine. */
function dockerEnvironment(): Record<string, string> {
  const wanted = Object.entries(process.env).filter(([name]) =>
    /^(?:DOCKER_.*|HOME|PATH|SSH_AUTH_SOCK)$/.test(name),
  );
  return Object.fromEntries(wanted.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Whom `verify-full` trusts: libpq 16 knows how to ask the system. */
const authorities = (major: number) => ({
  PGSSLROOTCERT: major >= 16 ? 'system' : '/etc/ssl/certs/ca-certificates.crt',
});

/** A server at an address, spoken to by programs of this machine. */
export function serverAtAddress(
  target: DatabaseTarget,
  address: { readonly host: string; readonly port: number },
  { folder, major }: ClientFolder,
): PostgresServer {
  const sslmode = target.tls ? ('service' in target.endpoint ? 'require' : 'verify-full') : 'disable';
  return {
    name: `${address.host}:${address.port}`,
    start(program, args, options) {
      const variables = {
        ...connection(target, options, address),
        PGSSLMODE: sslmode,
        ...authorities(major),
      };
      return spawnProgram(`${folder}/${program}`, args, { ...TOOL_ENVIRONMENT, ...variables }, options);
    },
    line: (program, args) => [program, ...args].join(' '),
  };
}

/** Programs of this machine, for work that needs no server. */
export const localPrograms = ({ folder }: ClientFolder): PostgresServer => ({
  name: folder,
  start: (program, args, options) => spawnProgram(`${folder}/${program}`, args, TOOL_ENVIRONMENT, options),
  line: (program, args) => [program, ...args].join(' '),
});
