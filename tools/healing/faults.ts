import type { Sighting } from '../../src/monitor/machine/events.ts';
import { HOST } from '../../src/monitor/machine/rules.ts';
import type { Done, Kill } from '../../src/monitor/machine/testing/simulate.ts';

const [S, MINUTE] = [1000, 60_000];

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A world in which something is broken; times in milliseconds from its start. */
export interface World {
  readonly brokenAt: number;
  readonly subject: string;
  /** Whether it works at this moment, when it was restarted at these. */
  works(at: number, restarts: readonly number[]): boolean;
  /** Its process has ended, while it does not work: Docker calls it exited, not unhealthy. */
  readonly exits: boolean;
  /** What a look says of it instead of a plain failure. */
  readonly sighting?: (honest: Sighting, at: number) => Sighting;
  readonly engine?: (at: number) => boolean;
  readonly kills?: readonly Kill[];
}

/** What is to come of it. */
export interface Expected {
  /** Restarts, from and to. */
  readonly restarts: readonly [number, number];
  /** Notices that it fires, from and to (once that it is down, once that it comes and goes), and at most that it needs a person. */
  readonly fires: readonly [number, number];
  readonly escalates: number;
  readonly recovers: boolean;
}

/** A fault of which the healing is proven. */
export interface Fault {
  readonly name: string;
  readonly what: string;
  world(random: () => number): World;
  readonly expected: Expected;
}

const begin = (random: () => number) => 5 * MINUTE + Math.floor(random() * 30) * S;
const cause = (code: string, message: string) => ({ seenBy: 'simulated', code, message });

/** Mended by a restart, once it has booted. */
const mended =
  (brokenAt: number, bootMs: number): World['works'] =>
  (at, restarts) => {
    if (at < brokenAt) return true;
    const last = restarts.findLast(one => one >= brokenAt && one <= at);
    return last !== undefined && at >= last + bootMs;
  };

const HEALED: Expected = { restarts: [1, 1], fires: [1, 1], escalates: 0, recovers: true };

function mendable(name: string, what: string, subject: string, exits: boolean): Fault {
  return {
    name,
    what,
    expected: HEALED,
    world(random) {
      const brokenAt = begin(random);
      return { brokenAt, subject, exits, works: mended(brokenAt, (2 + Math.floor(random() * 7)) * S) };
    },
  };
}

/** No restart mends it; somebody, or time, does. */
const until =
  (brokenAt: number, ms: number): World['works'] =>
  at =>
    at < brokenAt || at >= brokenAt + ms;

const hopeless =
  (why: string) =>
  (honest: Sighting): Sighting =>
    honest.is === 'down' ? { ...honest, hopeless: why, ended: true } : honest;

/** The faults of the design; numbers that vary come from the seed. */
export const FAULTS: readonly Fault[] = [
  mendable('kill', 'a service is killed', 'api', true),
  mendable('SIGSTOP', 'a service hangs and answers nothing', 'api', false),
  mendable('database crash', 'the database ends; three services stand on it', 'db', true),
  {
    name: 'slow recovery',
    what: 'the database needs 120 s after each start',
    expected: HEALED,
    world(random) {
      const brokenAt = begin(random);
      return { brokenAt, subject: 'db', exits: false, works: mended(brokenAt, 120 * S) };
    },
  },
  {
    name: 'dead service',
    what: 'nothing mends it',
    expected: { restarts: [3, 3], fires: [1, 1], escalates: 1, recovers: false },
    world(random) {
      const brokenAt = begin(random);
      return { brokenAt, subject: 'web', exits: false, works: at => at < brokenAt };
    },
  },
  {
    name: 'out of memory',
    what: 'a service runs out of memory 20 to 50 s after each start',
    expected: { restarts: [3, 3], fires: [1, 2], escalates: 1, recovers: false },
    world(random) {
      const brokenAt = begin(random);
      const livesMs = 20 * S + Math.floor(random() * 30) * S;
      return {
        brokenAt,
        subject: 'api',
        exits: true,
        works(at, restarts) {
          if (at < brokenAt) return true;
          const last = restarts.findLast(one => one >= brokenAt && one <= at);
          return last !== undefined && at < last + livesMs;
        },
      };
    },
  },
  {
    name: 'port clash',
    what: 'its port is taken; a person frees it within 30 min',
    expected: { restarts: [0, 0], fires: [1, 1], escalates: 0, recovers: true },
    world(random) {
      const brokenAt = begin(random);
      const works = until(brokenAt, (10 + Math.floor(random() * 20)) * MINUTE);
      return {
        brokenAt,
        subject: 'web',
        exits: true,
        works,
        sighting: hopeless('port is already allocated'),
      };
    },
  },
  {
    name: 'bad image',
    what: 'its image is gone; a person brings it within 30 min',
    expected: { restarts: [0, 0], fires: [1, 1], escalates: 0, recovers: true },
    world(random) {
      const brokenAt = begin(random);
      const works = until(brokenAt, (10 + Math.floor(random() * 20)) * MINUTE);
      return { brokenAt, subject: 'api', exits: true, works, sighting: hopeless('no such image') };
    },
  },
  {
    name: 'partition',
    what: 'api does not reach the database for 5 to 10 min',
    expected: { restarts: [1, 3], fires: [1, 1], escalates: 1, recovers: true },
    world(random) {
      const brokenAt = begin(random);
      return { brokenAt, subject: 'api', exits: false, works: until(brokenAt, (5 + random() * 5) * MINUTE) };
    },
  },
  {
    name: 'three times as slow',
    what: 'each answer takes three times as long, and one look in 50 is lost',
    expected: { restarts: [0, 0], fires: [0, 0], escalates: 0, recovers: true },
    world(random) {
      const brokenAt = begin(random);
      const lost: Sighting = { is: 'down', cause: cause('TIMEOUT', 'no answer within 5 s') };
      return {
        brokenAt,
        subject: 'api',
        exits: false,
        works: () => true,
        sighting: (honest, at) => (at >= brokenAt && random() < 0.02 ? lost : honest),
      };
    },
  },
  {
    name: 'disk 95 %',
    what: 'the disk is nearly full for 10 to 20 min',
    expected: { restarts: [0, 0], fires: [1, 1], escalates: 0, recovers: true },
    world(random) {
      const brokenAt = begin(random);
      return { brokenAt, subject: HOST, exits: false, works: until(brokenAt, (10 + random() * 10) * MINUTE) };
    },
  },
  {
    name: 'engine gone',
    what: 'no Docker engine answers for 10 to 20 min',
    expected: { restarts: [0, 0], fires: [1, 1], escalates: 0, recovers: true },
    world(random) {
      const brokenAt = begin(random);
      const works = until(brokenAt, Math.floor((10 + random() * 10) * 60) * S);
      return { brokenAt, subject: '@observer', exits: false, works: () => true, engine: at => works(at, []) };
    },
  },
  {
    name: 'monitor kill -9',
    what: 'the database crashes, and the monitor is killed at 50 random points',
    expected: { ...HEALED, restarts: [1, 3] },
    world(random) {
      const brokenAt = begin(random);
      const moments = ['before-write', 'before-act', 'after-act'] as const;
      const kills = Array.from({ length: 50 }, () => ({
        event: 1 + Math.floor(random() * 1500),
        when: moments[Math.floor(random() * 3)] ?? 'before-write',
      }));
      const bootMs = (2 + Math.floor(random() * 7)) * S;
      return { brokenAt, subject: 'db', exits: true, works: mended(brokenAt, bootMs), kills };
    },
  },
];

/** When services were restarted. */
export const restartsOf = (acts: readonly Done[], service: string): number[] =>
  acts.filter(({ act }) => act.service === service).map(({ at }) => at);
