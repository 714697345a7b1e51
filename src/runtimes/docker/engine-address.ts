import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { readContext } from './context.ts';

/** Environment variables that may be unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the Docker engine is, before anybody has called it. */
export interface Engine {
  /** As DOCKER_HOST would name it. */
  readonly uri: string;
  /** Who says so: `DOCKER_HOST`, `context NAME` or `default`. */
  readonly source: string;
  /** Host under which its published ports are reached from here. */
  readonly publishedHost: string;
  /** Its file system is (as far as the address tells) the one of this machine. */
  readonly local: boolean;
  readonly options: Docker.DockerOptions;
}

const DEFAULT_URI =
  process.platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';

interface Certificates {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

function certificates(directory: string): Certificates {
  const read = (name: string) => readFileSync(join(directory, name));
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

/** Settings that dockerode would otherwise take from DOCKER_HOST on its own are all given, so that it never guesses. */
function describe(uri: string, source: string, tls: Certificates | undefined): Engine {
  const local = /^(?:unix|npipe):\/\/(.*)$/.exec(uri);
  if (local !== null) {
    const options = { socketPath: local[1], host: undefined, port: undefined, protocol: undefined };
    return { uri, source, publishedHost: '127.0.0.1', local: true, options };
  }
  const url = new URL(uri.includes('://') ? uri : `tcp://${uri}`);
  const ssh = url.protocol === 'ssh:';
  const protocol = ssh ? 'ssh' : tls === undefined ? 'http' : 'https';
  const options: Docker.DockerOptions = {
    host: url.hostname,
    port: url.port || (ssh ? 22 : tls === undefined ? 2375 : 2376),
    protocol,
    ...(ssh
      ? { username: decodeURIComponent(url.username), sshOptions: { agent: process.env.SSH_AUTH_SOCK } }
      : tls),
  };
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const publishedHost = loopback ? '127.0.0.1' : url.hostname;
  return { uri, source, publishedHost, local: false, options };
}

/**
 * Finds the engine as the docker command does: DOCKER_HOST, then DOCKER_CONTEXT or the context in use, then the usual
 * socket. An address that was asked for is never traded for another one.
 * @throws TypeError when the address cannot be understood
 */
export function resolveEngine(environment: Environment): Engine {
  const configDirectory = environment.DOCKER_CONFIG || join(homedir(), '.docker');
  if (environment.DOCKER_HOST) {
    const secured = Boolean(environment.DOCKER_TLS_VERIFY);
    const tls = secured ? certificates(environment.DOCKER_CERT_PATH || configDirectory) : undefined;
    return describe(environment.DOCKER_HOST, 'DOCKER_HOST', tls);
  }
  const context = readContext(configDirectory, environment.DOCKER_CONTEXT);
  if (context === undefined) return describe(DEFAULT_URI, 'default', undefined);
  const tls = context.tlsDirectory === undefined ? undefined : certificates(context.tlsDirectory);
  return describe(context.uri, `context ${context.name}`, tls);
}
