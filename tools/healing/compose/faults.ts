import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { EngineFront } from './engine-front.ts';
import type { ServiceName, World } from './world.ts';

const S = 1000;

/** What a fault is made with. */
export interface Hands {
  readonly world: World;
  /** Between what heals and the engine. */
  readonly front: EngineFront;
  readonly random: () => number;
  /** Kills what heals at once (the monitor with SIGKILL) and starts it again. */
  killHealer(): Promise<void>;
  readonly signal: AbortSignal;
}

/** What is to come of it with failsafe. */
export interface Expected {
  /** Acts on what is broken, from and to. Acts on anything else are never expected. */
  readonly acts: readonly [number, number];
  readonly fires: readonly [number, number];
  readonly escalates: readonly [number, number];
  readonly recovers: boolean;
}

/** A fault that is made in a copy of the reference application, which runs by docker compose. */
export interface ComposeFault {
  readonly name: string;
  readonly what: string;
  /** One of these is broken; empty: none is. */
  readonly subjects: readonly ServiceName[];
  /** Whether a seed makes a difference. */
  readonly chance: boolean;
  /** Makes it, and is over when nothing more is done about it by the hand of a person. */
  make(hands: Hands, subject: ServiceName): Promise<void>;
  /** How long it is watched at most, after it was made. */
  readonly watchMs: number;
  readonly expected: Expected;
}

const between = (random: () => number, least: number, most: number) =>
  Math.round(least + random() * (most - least));

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined);

const kill = ({ world }: Hands, service: ServiceName) => world.docker('kill', world.container(service));

function send(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // A health check that was at work has ended since
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

const signalAll = async ({ world }: Hands, service: ServiceName, signal: NodeJS.Signals) =>
  send(await world.pids(service), signal);

/** Takes a port as soon as it is free. */
async function takePort(port: number): Promise<Server> {
  for (;;) {
    const server = createServer();
    const taken = await new Promise<boolean>(resolve => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (taken) return server;
    await sleep(5);
  }
}

/** A small file system that is 95 % full. */
async function withFullDisk(folder: string, use: () => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await execa('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', folder]);
  try {
    await writeFile(join(folder, 'data'), Buffer.alloc(19.1 * 1024 * 1024));
    await use();
  } finally {
    await execa('umount', [folder]);
  }
}

const HEALED: Expected = { acts: [1, 1], fires: [0, 1], escalates: [0, 0], recovers: true };
const UNTOUCHED: Expected = { acts: [0, 0], fires: [1, 1], escalates: [0, 0], recovers: true };

/** The faults of the design, as they are made for real. */
export const COMPOSE_FAULTS: readonly ComposeFault[] = [
  {
    name: 'kill',
    what: '`docker kill` of a service',
    subjects: ['users', 'worker', 'client', 'nginx'],
    chance: true,
    make: async (hands, subject) => void (await kill(hands, subject)),
    watchMs: 120 * S,
    expected: HEALED,
  },
  {
    name: 'SIGSTOP',
    what: 'all processes of a service are stopped: connections are taken, nothing answers',
    subjects: ['users', 'client', 'nginx'],
    chance: true,
    make: (hands, subject) => signalAll(hands, subject, 'SIGSTOP'),
    watchMs: 150 * S,
    expected: HEALED,
  },
  {
    name: 'database crash',
    what: '`docker kill` of the database; three services stand on it',
    subjects: ['users-db'],
    chance: false,
    make: async (hands, subject) => void (await kill(hands, subject)),
    watchMs: 150 * S,
    expected: HEALED,
  },
  {
    name: 'slow recovery',
    what: 'the same, and the database needs 120 s after each start',
    subjects: ['users-db'],
    chance: false,
    async make(hands, subject) {
      await hands.world.onStart(subject, 'delay', '120');
      await kill(hands, subject);
    },
    watchMs: 270 * S,
    expected: HEALED,
  },
  {
    name: 'database down',
    what: 'the database is killed and does not serve after any start; three services stand on it',
    subjects: ['users-db'],
    chance: false,
    async make(hands, subject) {
      await hands.world.onStart(subject, 'dead', '1');
      await kill(hands, subject);
    },
    watchMs: 120 * S,
    // It has 300 s to start
    expected: { acts: [1, 1], fires: [1, 1], escalates: [0, 0], recovers: false },
  },
  {
    name: 'dead service',
    what: 'a service is killed and does not serve after any start',
    subjects: ['client'],
    chance: false,
    async make(hands, subject) {
      await hands.world.onStart(subject, 'dead', '1');
      await kill(hands, subject);
    },
    watchMs: 240 * S,
    expected: { acts: [3, 3], fires: [1, 1], escalates: [1, 1], recovers: false },
  },
  {
    name: 'out of memory',
    what: 'a service runs out of memory 10 to 20 s after each start',
    subjects: ['users'],
    chance: true,
    async make(hands, subject) {
      await hands.world.onStart(subject, 'oom', String(between(hands.random, 10, 20)));
      await hands.world.docker('restart', '-t', '1', hands.world.container(subject));
    },
    watchMs: 240 * S,
    expected: { acts: [0, 3], fires: [1, 2], escalates: [0, 2], recovers: false },
  },
  {
    name: 'port clash',
    what: 'a service is killed and its port is taken; a person frees it after 40 to 60 s and starts the service',
    subjects: ['client'],
    chance: true,
    async make(hands, subject) {
      const { world, random, signal } = hands;
      const taking = takePort(world.ports.client);
      await kill(hands, subject);
      const server = await taking;
      await pause(between(random, 40, 60) * S, signal);
      await new Promise(resolve => server.close(resolve));
      await world.docker('start', world.container(subject));
    },
    watchMs: 120 * S,
    expected: { acts: [0, 1], fires: [1, 1], escalates: [0, 1], recovers: true },
  },
  {
    name: 'bad image',
    what: 'a container and its image are removed; a person brings both back after 40 to 60 s',
    subjects: ['client'],
    chance: true,
    async make({ world, random, signal }, subject) {
      await world.docker('rm', '-f', world.container(subject));
      await world.docker('rmi', `testdriven-app-${subject}:${world.project}`);
      await pause(between(random, 40, 60) * S, signal);
      await world.docker(
        'tag',
        `testdriven-app-${subject}:1.0`,
        `testdriven-app-${subject}:${world.project}`,
      );
      await world.compose('up', '-d', '--no-deps', subject);
    },
    watchMs: 120 * S,
    expected: { acts: [0, 1], fires: [1, 1], escalates: [0, 1], recovers: true },
  },
  {
    name: 'partition',
    what: 'users is taken out of the network of the database; a person puts it back after 60 to 90 s, where it still is',
    subjects: ['users'],
    chance: true,
    async make({ world, random, signal }, subject) {
      const network = `${world.project}_back`;
      const container = world.container(subject);
      await world.docker('network', 'disconnect', network, container);
      await pause(between(random, 60, 90) * S, signal);
      const names = await world.docker('inspect', '-f', '{{json .NetworkSettings.Networks}}', container);
      if (!names.includes(network))
        await world.docker('network', 'connect', '--alias', subject, network, container);
    },
    watchMs: 120 * S,
    expected: { acts: [1, 3], fires: [0, 1], escalates: [0, 1], recovers: true },
  },
  {
    name: 'three times as slow',
    what: 'the processes of users stand still two thirds of the time, for 60 s',
    subjects: ['users'],
    chance: false,
    async make(hands, subject) {
      const until = Date.now() + 60 * S;
      const pids = await hands.world.pids(subject);
      while (Date.now() < until && !hands.signal.aborted) {
        send(pids, 'SIGSTOP');
        await sleep(40);
        send(pids, 'SIGCONT');
        await sleep(20);
      }
    },
    watchMs: 30 * S,
    expected: { acts: [0, 0], fires: [0, 0], escalates: [0, 0], recovers: true },
  },
  {
    name: 'disk 95 %',
    what: 'the disk that the engine names is 95 % full for 45 to 75 s: a small one, as this machine’s is not to be filled',
    subjects: [],
    chance: true,
    make: ({ world, front, random, signal }) =>
      withFullDisk(join(world.folder, 'disk'), async () => {
        front.showDisk(join(world.folder, 'disk'));
        await pause(between(random, 45, 75) * S, signal);
        front.showDisk(undefined);
      }),
    watchMs: 120 * S,
    expected: { ...UNTOUCHED, fires: [0, 1] },
  },
  {
    name: 'engine gone',
    what: 'the socket of the engine answers nobody for 45 to 75 s',
    subjects: [],
    chance: true,
    async make({ front, random, signal }) {
      front.cut(true);
      await pause(between(random, 45, 75) * S, signal);
      front.cut(false);
    },
    watchMs: 120 * S,
    expected: UNTOUCHED,
  },
  {
    name: 'monitor kill -9',
    what: 'the database crashes, and the monitor is killed eight times within the next half minute',
    subjects: ['users-db'],
    chance: true,
    async make(hands, subject) {
      await kill(hands, subject);
      for (let nth = 0; nth < 8; nth++) {
        await pause(between(hands.random, 200, 4000), hands.signal);
        await hands.killHealer();
      }
    },
    watchMs: 180 * S,
    expected: { ...HEALED, acts: [1, 3] },
  },
];
