import { join } from 'node:path';
import type { Contestant } from '../harness/benchmark.ts';
import { DEBIAN_LIBRARIES, debianPeer, npmPeer } from '../harness/peers.ts';
import * as projects from './peer-projects.ts';
import type { Work } from './projects.ts';

/** They take seconds, of many checks a quarter of a minute: so many rounds tell enough. */
const roundsOf = ({ checks }: Work) => (checks < 100 ? 3 : 1);
/** More than that takes most of them minutes. */
const MOST_CHECKS = 1000;

interface Peer {
  readonly name: string;
  /** Where it is; undefined when nobody has brought it. */
  readonly program: string | undefined;
  command(program: string): readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Default: 1,000. */
  readonly mostChecks?: number;
  write(folder: string, work: Work): void;
}

const byNode =
  (...args: readonly string[]) =>
  (program: string): readonly [string, ...string[]] => [process.execPath, program, ...args];

/** hurl is built for a newer Debian: it brings the loader of programs that it needs. */
const LIBRARIES = debianPeer(DEBIAN_LIBRARIES) ?? '';
const LOADER = join(LIBRARIES, 'usr/lib64/ld-linux-x86-64.so.2');
const SEARCHED = [join(LIBRARIES, 'usr/lib/x86_64-linux-gnu'), '/usr/lib/x86_64-linux-gnu'].join(':');

const PEERS: readonly Peer[] = [
  {
    name: 'stepci',
    program: npmPeer('.bin/stepci'),
    command: byNode('run', 'stepci.yml'),
    // Otherwise it waits for a server of its makers.
    env: { STEPCI_DISABLE_ANALYTICS: '1' },
    write: projects.writeStepci,
  },
  {
    name: 'newman',
    program: npmPeer('.bin/newman'),
    command: byNode('run', 'newman.json'),
    write: projects.writeNewman,
  },
  {
    name: 'bruno',
    program: npmPeer('.bin/bru'),
    command: byNode('run'),
    folder: 'bruno',
    write: projects.writeBruno,
  },
  {
    name: 'httpyac',
    program: npmPeer('.bin/httpyac'),
    command: byNode('send', 'bench.http', '--all', '-o', 'none'),
    write: projects.writeHttpyac,
  },
  {
    name: 'Playwright',
    program: npmPeer('@playwright/test/cli.js'),
    command: byNode('test'),
    folder: 'playwright',
    write: projects.writePlaywright,
  },
  {
    name: 'check_http',
    program: debianPeer('usr/lib/nagios/plugins/check_http'),
    command: program => ['sh', 'check-http.sh', program],
    write: projects.writeCheckHttp,
  },
  {
    name: 'goss',
    program: debianPeer('usr/bin/goss'),
    command: program => [program, 'validate', '--format', 'tap', '--max-concurrent', '16'],
    mostChecks: 10_000,
    write: projects.writeGoss,
  },
  {
    name: 'hurl',
    program: debianPeer('usr/bin/hurl'),
    command: program => [LOADER, '--library-path', SEARCHED, program, '--test', 'bench.hurl'],
    mostChecks: 10_000,
    write: projects.writeHurl,
  },
];

/** Names of those that are left out, as nobody has brought them. */
export const missingPeers = (): string[] =>
  PEERS.filter(({ program }) => program === undefined).map(({ name }) => name);

/** Public tools that do the same, as far as they are here. */
export function peersFor(folder: string, work: Work): Contestant[] {
  return PEERS.flatMap(({ name, program, command, env, mostChecks = MOST_CHECKS, ...peer }) => {
    if (program === undefined || work.checks > mostChecks) return [];
    peer.write(folder, work);
    const cwd = peer.folder === undefined ? folder : join(folder, peer.folder);
    return [{ name, command: command(program), cwd, env, rounds: roundsOf(work) }];
  });
}
