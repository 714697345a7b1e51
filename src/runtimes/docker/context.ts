import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A docker context: a named engine address. */
export interface DockerContext {
  readonly name: string;
  readonly uri: string;
  /** Folder with ca.pem, cert.pem and key.pem. */
  readonly tlsDirectory?: string;
}

function currentContext(configDirectory: string): string | undefined {
  const file = join(configDirectory, 'config.json');
  if (!existsSync(file)) return undefined;
  const { currentContext } = JSON.parse(readFileSync(file, 'utf8')) as { currentContext?: string };
  return currentContext;
}

/**
 * The docker context in use: the one that is wanted, else the one that `docker context use` chose. Undefined for the
 * built-in one.
 * @throws TypeError when it is named but does not exist
 */
export function readContext(configDirectory: string, wanted: string | undefined): DockerContext | undefined {
  const name = wanted || currentContext(configDirectory);
  if (!name || name === 'default') return undefined;
  const folder = createHash('sha256').update(name).digest('hex');
  const file = join(configDirectory, 'contexts', 'meta', folder, 'meta.json');
  if (!existsSync(file)) throw new TypeError(`there is no docker context ${name}`);
  const meta = JSON.parse(readFileSync(file, 'utf8')) as { Endpoints?: { docker?: { Host?: string } } };
  const uri = meta.Endpoints?.docker?.Host;
  if (!uri) throw new TypeError(`the docker context ${name} has no address`);
  const tlsDirectory = join(configDirectory, 'contexts', 'tls', folder, 'docker');
  return existsSync(tlsDirectory) ? { name, uri, tlsDirectory } : { name, uri };
}
