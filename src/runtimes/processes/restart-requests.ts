import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tells the supervisor to look for requests. A socket would be the usual way, but its path may not exceed 104 bytes. */
export const REQUEST_SIGNAL = 'SIGUSR2';

const folderOf = (runFolder: string) => join(runFolder, 'restart');

/** Where requests are put; only this user can write there. */
export const createRequestFolder = (runFolder: string) => mkdirSync(folderOf(runFolder), { mode: 0o700 });

/** Asks for the restart of a service, which the supervisor does when it gets {@link REQUEST_SIGNAL}. */
export const writeRequest = (runFolder: string, service: string) =>
  writeFileSync(join(folderOf(runFolder), service), '');

/** The services whose restart was asked for since the last call. */
export function takeRequests(runFolder: string): string[] {
  const names = readdirSync(folderOf(runFolder));
  for (const name of names) rmSync(join(folderOf(runFolder), name), { force: true });
  return names;
}
