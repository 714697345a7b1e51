import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counted, type Done, type Kill, type Scenario, simulate } from './testing/simulate.ts';
import { CHAIN, S, START, service, setupOf } from './testing/small-setup.ts';

const MINUTE = 60 * S;
const HOUR = 60 * MINUTE;
const within = (acts: readonly Done[], end: number, windowMs: number) =>
  acts.filter(({ at }) => at > end - windowMs && at <= end).length;

/** Works until a moment, and again so long after the first act that came after it. */
const mendedBy =
  (name: string, brokenAt: number, recoversIn: number): Scenario['works'] =>
  (one, at, acts) => {
    if (one !== name || at < brokenAt) return true;
    const mended = acts.find(done => done.act.service === name && done.at >= brokenAt);
    return mended !== undefined && at >= mended.at + recoversIn;
  };

describe('a simulated hour', () => {
  test.each([
    ['excused by the checks', false],
    ['found by the graph alone', true],
  ])(
    'a database that is down has one alert, and what stands on it is left alone: %s',
    (_, withoutExcuses) => {
      const works = mendedBy('db', 5 * MINUTE, 5 * S);
      const { acts, notices, state } = simulate({ setup: setupOf(), forMs: HOUR, works, withoutExcuses });
      expect(acts.map(({ act }) => act)).toEqual([{ action: 'restart', service: 'db' }]);
      expect(counted(notices)).toEqual({ firing: 1, resolved: 1 });
      expect(notices[0]?.alerts).toMatchObject([
        { root: 'db', done: ['restart db'], affected: expect.arrayContaining(['api', 'worker', 'web']) },
      ]);
      expect(state.alerts).toEqual({});
      expect(Object.values(state.subjects).map(({ phase }) => phase)).toEqual(Array(4).fill('healthy'));
    },
  );

  test('a service that nothing mends is restarted three times, then given up and told of once', () => {
    const works = (name: string, at: number) => name !== 'web' || at < MINUTE;
    const { acts, notices, state } = simulate({ setup: setupOf(), forMs: HOUR, works });
    expect(acts.map(({ act }) => act.action)).toEqual(['restart', 'recreate', 'recreate']);
    expect(counted(notices)).toEqual({ firing: 1, escalated: 1 });
    expect(notices.at(-1)?.alerts[0]?.next).toContain('needs a person');
    expect(state.subjects.web?.phase).toBe('open');
    expect(state.history).toEqual([]);
  });

  test('a database that needs 120 s to recover is restarted once', () => {
    const works = mendedBy('db', MINUTE, 120 * S);
    const { acts, notices, state } = simulate({ setup: setupOf(), forMs: HOUR, works });
    expect(acts).toHaveLength(1);
    expect(counted(notices)).toEqual({ firing: 1, resolved: 1 });
    expect(state.subjects.db?.phase).toBe('healthy');
  });

  test('a version that goes bad 10 min after its deploy is gone back from, and what is well again is told', () => {
    const back = (acts: readonly Done[]) => acts.some(({ act }) => act.action === 'rollback');
    const { acts, notices, state } = simulate({
      setup: setupOf(),
      forMs: HOUR,
      works: (name, at, done) => name !== 'api' || at < 10 * MINUTE || back(done),
      wayBack: (_, done) =>
        back(done) ? undefined : { deploy: '2', version: '1', services: ['api', 'web'], until: START + HOUR },
    });
    expect(acts.map(({ act }) => act.action)).toEqual(['restart', 'recreate', 'rollback']);
    expect(counted(notices)).toEqual({ firing: 1, resolved: 1 });
    expect(state.alerts).toEqual({});
    expect(Object.values(state.subjects).map(({ phase }) => phase)).toEqual(Array(4).fill('healthy'));
  });

  test('one that says that it recovers is waited for, without any restart', () => {
    const recovers = (at: number) => at >= MINUTE && at < 4 * MINUTE;
    const { acts, notices } = simulate({
      setup: setupOf(),
      forMs: HOUR,
      works: (name, at) => name !== 'db' || !recovers(at),
      sees: (name, at, honest) =>
        name === 'db' && recovers(at)
          ? { is: 'starting', cause: { seenBy: 'db', code: 'STARTING_UP', message: '57P03' } }
          : honest,
    });
    expect({ acts, notices }).toEqual({ acts: [], notices: [] });
  });

  test('while the engine is gone nothing is done, and that is told once', () => {
    const { acts, notices, state } = simulate({
      setup: setupOf(),
      forMs: HOUR,
      works: (name, at) => name !== 'api' || at < 2 * MINUTE || at > 40 * MINUTE,
      engine: at => at < 2 * MINUTE || at > 50 * MINUTE,
    });
    expect(acts).toEqual([]);
    expect(counted(notices)).toEqual({ firing: 1, resolved: 1 });
    expect(notices[0]?.alerts[0]).toMatchObject({ root: '@observer', kind: 'blind' });
    expect(state.blind).toBeUndefined();
  });

  test('a service that comes and goes is told of as that', () => {
    const { notices } = simulate({
      setup: setupOf({ web: service({ policy: 'off' }) }),
      forMs: HOUR,
      works: (_, at) => at > 30 * MINUTE || at % MINUTE < 30 * S,
    });
    expect(notices.filter(({ alerts }) => alerts.some(({ kind }) => kind === 'flapping'))).toHaveLength(2);
    expect(notices.length).toBeLessThanOrEqual(4);
  });
});

test('10,000 cycles in which one look in a hundred is lost heal nothing', () => {
  for (const seed of [1, 2, 3]) {
    const lose = fc.sample(fc.noBias(fc.integer({ min: 0, max: 99 })), { numRuns: 40_000, seed });
    let look = 0;
    const { acts, notices } = simulate({
      setup: setupOf(),
      forMs: 10_000 * 10 * S,
      tickMs: 10 * S,
      works: () => true,
      sees: (name, _, honest) =>
        lose[look++ % lose.length] === 0
          ? { is: 'down', cause: { seenBy: name, code: 'TIMEOUT', message: 'lost' } }
          : honest,
    });
    expect({ acts, notices }).toEqual({ acts: [], notices: [] });
  }
});

test.each([
  ['forward by a day', 24 * HOUR],
  ['back by a day', -24 * HOUR],
  ['forward by five minutes', 5 * MINUTE],
])('a clock that jumps %s heals nothing, and what is down later is found', (_, jump) => {
  const clock = (at: number) => (at < 10 * MINUTE ? at : at + jump);
  const blips = (at: number) => at === 9 * MINUTE + 50 * S || at === 10 * MINUTE;
  const works = mendedBy('api', 30 * MINUTE, 5 * S);
  const { acts, notices } = simulate({
    setup: setupOf(),
    forMs: HOUR,
    works: (name, at, done) => works(name, at, done) && !(name === 'api' && blips(at)),
    clock,
  });
  expect(acts).toHaveLength(1);
  expect(acts[0]?.at).toBeGreaterThanOrEqual(30 * MINUTE);
  expect(counted(notices)).toEqual({ firing: 1, resolved: 1 });
});

describe('killed at any moment', () => {
  const kills = fc.uniqueArray(
    fc.record({
      event: fc.integer({ min: 1, max: 1500 }),
      when: fc.constantFrom<Kill['when']>('before-write', 'before-act', 'after-act'),
    }),
    { minLength: 1, maxLength: 6, selector: ({ event }) => event },
  );

  test('no act is done twice, no budget is exceeded, no alert is lost', () => {
    fc.assert(
      fc.property(kills, fc.constantFrom('db', 'api', 'web'), (some, name) => {
        const works = (one: string, at: number) => one !== name || at < MINUTE;
        const { acts, notices } = simulate({ setup: setupOf(), forMs: 20 * MINUTE, works, kills: some });
        expect(new Set(acts.map(({ id }) => id)).size).toBe(acts.length);
        expect(acts.every(({ act }) => act.service === name)).toBe(true);
        expect(within(acts, 20 * MINUTE, 30 * MINUTE)).toBeLessThanOrEqual(3);
        const roots = notices.flatMap(({ alerts }) => alerts.map(({ root }) => root));
        expect(new Set(roots)).toEqual(new Set([name]));
      }),
      { numRuns: 20, seed: 7 },
    );
  });

  test('what was begun and is well is proven, not begun again', () => {
    for (const when of ['before-write', 'before-act', 'after-act'] as const) {
      const clean = simulate({ setup: setupOf(), forMs: 20 * MINUTE, works: mendedBy('db', MINUTE, 5 * S) });
      // The event that decided the act: one a second, after that of the boot
      const event = 1 + (clean.acts[0]?.at ?? 0) / S;
      const { acts, state } = simulate({
        setup: setupOf(),
        forMs: 20 * MINUTE,
        works: mendedBy('db', MINUTE, 5 * S),
        kills: [{ event, when }],
      });
      expect(acts).toHaveLength(1);
      expect(state.subjects.db?.phase).toBe('healthy');
    }
  });
});

test('a setup without budget for the stack acts on it no more than that', () => {
  const subjects = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`s${index}`, service()]));
  const { acts } = simulate({ setup: setupOf(subjects), forMs: 25 * MINUTE, works: (_, at) => at < MINUTE });
  expect(acts.length).toBe(6);
});

test('each service is acted on by itself, one after the other', () => {
  const { acts } = simulate({
    setup: setupOf({ ...CHAIN, a: service(), b: service() }),
    forMs: 10 * MINUTE,
    works: (name, at, done) => {
      if (name !== 'a' && name !== 'b') return true;
      return at < MINUTE || done.some(({ act, at: when }) => act.service === name && at > when + 5 * S);
    },
  });
  expect(acts.map(({ act }) => act.service)).toEqual(['a', 'b']);
  expect((acts[1]?.at ?? 0) - (acts[0]?.at ?? 0)).toBeGreaterThanOrEqual(2 * S);
});
