import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.ts';

const PEERS = join(ROOT, 'bench/peers');
/** What `node bench/peers/fetch-debian.ts` has unpacked. */
const DEBIAN = join(PEERS, 'debian');

const there = (path: string) => (existsSync(path) ? path : undefined);

/** A program that `npm install` in bench/peers has brought; undefined where it was not run. */
export const npmPeer = (path: string): string | undefined => there(join(PEERS, 'node_modules', path));

/** A program of Debian: as unpacked from its package, else as installed on the machine; undefined where there is neither. */
export const debianPeer = (path: string): string | undefined =>
  there(join(DEBIAN, path)) ?? there(join('/', path));

/** What programs unpacked into a folder need to find their own parts. */
export const DEBIAN_ENVIRONMENT: Readonly<Record<string, string>> = {
  PYTHONPATH: join(DEBIAN, 'usr/lib/python3/dist-packages'),
};

/** Below what `debianPeer` finds: libraries of a newer Debian, for what is built for it. */
export const DEBIAN_LIBRARIES = 'newer-libraries';
