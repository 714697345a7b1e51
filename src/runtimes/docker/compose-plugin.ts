import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where Docker looks for the plugins of its command line, besides those of the user. */
const FOLDERS = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
];

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the files say that `docker compose` works: `docker` is on the path, and its plugin is where it is looked for. To
 * ask the command itself takes a tenth of a second. False: the files do not tell.
 */
export function hasComposePlugin({ PATH = '', DOCKER_CONFIG }: NodeJS.ProcessEnv): boolean {
  const own = join(DOCKER_CONFIG ?? join(homedir(), '.docker'), 'cli-plugins');
  return (
    PATH.split(delimiter).some(folder => canRun(join(folder, 'docker'))) &&
    [own, ...FOLDERS].some(folder => canRun(join(folder, 'docker-compose')))
  );
}
