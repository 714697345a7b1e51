import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from '../harness/benchmark.ts';
import { ROOT } from '../harness/paths.ts';
import { type Work, writeBruno, writeHttpyac, writeNewman, writeStepci } from './projects.ts';

const BIN = join(ROOT, 'bench/peers/node_modules/.bin');
/** They take seconds: so many rounds tell enough. */
const ROUNDS = 2;

interface Peer {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  write(folder: string, work: Work): void;
}

const PEERS: readonly Peer[] = [
  {
    name: 'stepci',
    program: 'stepci',
    args: ['run', 'stepci.yml'],
    // Otherwise it waits for a server of its makers.
    env: { STEPCI_DISABLE_ANALYTICS: '1' },
    write: writeStepci,
  },
  { name: 'newman', program: 'newman', args: ['run', 'newman.json'], write: writeNewman },
  { name: 'bruno', program: 'bru', args: ['run'], folder: 'bruno', write: writeBruno },
  {
    name: 'httpyac',
    program: 'httpyac',
    args: ['send', 'bench.http', '--all', '-o', 'none'],
    write: writeHttpyac,
  },
];

const isInstalled = ({ program }: Peer) => existsSync(join(BIN, program));

/** Names of those that are left out, as nobody has run `npm install` in bench/peers. */
export const missingPeers = (): string[] => PEERS.filter(peer => !isInstalled(peer)).map(({ name }) => name);

/** Public tools that do the same, as far as they are installed. */
export function peersFor(folder: string, work: Work): Contestant[] {
  return PEERS.filter(isInstalled).map(peer => {
    peer.write(folder, work);
    return {
      name: peer.name,
      command: [process.execPath, join(BIN, peer.program), ...peer.args],
      cwd: peer.folder === undefined ? folder : join(folder, peer.folder),
      env: peer.env,
      rounds: ROUNDS,
    };
  });
}
