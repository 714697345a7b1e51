import { describe, expect, test } from 'vitest';
import type { MonitorEvent, Sighting } from './events.ts';
import { HOST, type Rules } from './rules.ts';
import { cause, DOWN, follow, HEALTHY, see, times, UP, WEB } from './testing/follow.ts';
import { all, died, done, FAILS, HOUR, MINUTE, started, stopped, tick, told } from './testing/sequences.ts';
import { counted, simulate } from './testing/simulate.ts';
import { CHAIN, S, service, setupOf, TEN_SECONDS } from './testing/small-setup.ts';

describe('one heal at a time, and none that is waited for in vain', () => {
  const two = setupOf({ a: service(), b: service() });

  test('a service of which nothing can be seen after its restart holds others up for its start, no longer', () => {
    const failed = follow(two, [...times(3, see({ a: UP, b: UP })), ...times(3, see({ a: FAILS, b: UP }))]);
    const id = failed.state.subjects.a?.heal?.id ?? '';
    const blindToA = see({ a: { is: 'unsure' }, b: FAILS });
    const soon = follow(two, [{ type: 'acted', id }, ...times(5, blindToA)], failed.state);
    expect(done(soon)).toEqual([]);
    expect(done(follow(two, times(3, blindToA), soon.state))).toEqual(['restart b']);
  });

  test('an act that is refused again and again is given up, told once and escalated once', () => {
    let state = follow(WEB, [...HEALTHY, ...times(3, see({ web: FAILS }))]).state;
    const acts: string[] = [];
    for (let nth = 0; nth < 60; nth++) {
      const id = state.subjects.web?.heal?.id;
      const events: MonitorEvent[] =
        id === undefined ? [] : [{ type: 'acted', id, refusal: 'no such thing' }];
      const came = follow(WEB, [...events, see({ web: FAILS }), tick], state);
      acts.push(...done(came));
      state = came.state;
    }
    expect(acts).toHaveLength(2);
    expect(told(state)).toEqual(['firing web down', 'escalated web down']);
  });

  test('an outcome that nobody waits for changes nothing', () => {
    const before = follow(WEB, HEALTHY).state;
    const { state, acts } = follow(WEB, [{ type: 'acted', id: 'of another life' }], before);
    expect({ subjects: state.subjects, acts }).toEqual({ subjects: before.subjects, acts: [] });
  });

  test('a service that fails each time shortly after it was proven is given up as one that never comes up', () => {
    const { acts, notices } = simulate({
      setup: setupOf({ web: service() }),
      forMs: 2 * HOUR,
      works: (_, at, acts) =>
        at < MINUTE || acts.some(one => at - one.at > 5 * S && at - one.at < 3 * MINUTE),
    });
    for (let end = 0; end < 2 * HOUR; end += MINUTE)
      expect(acts.filter(({ at }) => at > end - 30 * MINUTE && at <= end).length).toBeLessThanOrEqual(3);
    expect(notices.at(-1)?.alerts[0]?.next).toContain('needs a person');
  });
});

describe('a change of failsafe.yaml', () => {
  const failing = follow(WEB, [...HEALTHY, ...times(3, see({ web: FAILS })), see({ web: FAILS }), tick]);

  test('that renames a service ends the alert of the old name, and blames nobody for it', () => {
    const renamed = setupOf({ site: service() });
    const came = follow(renamed, times(12, see({ site: UP })), failing.state);
    expect(told(came.state)).toEqual(['firing web down', 'resolved web down']);
    expect({ acts: done(came), phases: came.phases, alerts: came.state.alerts }).toEqual({
      acts: [],
      phases: { site: 'healthy' },
      alerts: {},
    });
  });

  test('that takes away what is being healed lets others be healed', () => {
    const renamed = setupOf({ site: service() });
    const events = [...times(3, see({ site: UP })), ...times(3, see({ site: FAILS }))];
    expect(done(follow(renamed, events, failing.state))).toEqual(['restart site']);
  });

  test('that forbids acts while one is under way begins no other', () => {
    const off = setupOf({ web: service({ policy: 'off' }) });
    const id = failing.state.subjects.web?.heal?.id ?? '';
    const came = follow(off, [{ type: 'acted', id }, ...times(60, see({ web: FAILS }))], failing.state);
    expect({ acts: done(came), web: came.phases.web }).toEqual({ acts: [], web: 'failed' });
  });

  test('that names another root for a failure blames that one', () => {
    const { state } = follow(setupOf(), [...times(3, all(UP)), ...times(3, all(FAILS, { db: DOWN }))]);
    const alone = setupOf({ ...CHAIN, web: service() });
    const came = follow(alone, times(3, all(FAILS, { db: DOWN })), state);
    expect(came.phases.web).not.toBe('blocked');
  });
});

describe('when the engine or the clock makes trouble', () => {
  test('an engine that restarts, and all with it, is waited for', () => {
    const down = (at: number) => at >= 5 * MINUTE && at < 6 * MINUTE;
    const { acts, notices } = simulate({
      setup: setupOf(),
      forMs: HOUR,
      works: (_, at) => !down(at) && !(at >= 6 * MINUTE && at < 6 * MINUTE + 20 * S),
      engine: at => !down(at),
    });
    expect(acts).toEqual([]);
    expect(counted(notices)).toEqual({ firing: 1, resolved: 1 });
  });

  test('what the restart of the engine leaves behind is healed from the bottom up', () => {
    const { acts } = simulate({
      setup: setupOf(),
      forMs: HOUR,
      works: (name, at, acts) =>
        at < 5 * MINUTE || acts.some(({ act, at: when }) => act.service === name && at > when + 5 * S),
      engine: at => at < 5 * MINUTE || at > 6 * MINUTE,
    });
    expect(acts.map(({ act }) => act.service)).toEqual(['db', 'api', 'worker', 'web']);
  });

  test('an engine that answers every other time is blindness, and one alert', () => {
    const { acts, notices } = simulate({
      setup: setupOf(),
      forMs: HOUR,
      works: (_, at) => at < 10 * MINUTE || at > 50 * MINUTE,
      engine: at => at < 10 * MINUTE || at > 50 * MINUTE || (at / (10 * S)) % 2 === 0,
    });
    expect({ acts, notices: counted(notices) }).toEqual({ acts: [], notices: { firing: 1, resolved: 1 } });
  });

  test.each([-HOUR, HOUR])(
    'a clock that jumps by %d ms during the backoff neither heals at once nor never',
    jump => {
      const jumps = 3 * MINUTE;
      const { acts } = simulate({
        setup: setupOf({ web: service() }),
        forMs: HOUR,
        works: (_, at) => at < MINUTE,
        clock: at => (at < jumps ? at : at + jump),
      });
      const after = acts.filter(({ at }) => at >= jumps);
      expect(acts.length).toBeLessThanOrEqual(jump > 0 ? 6 : 3);
      expect(after.length).toBeGreaterThanOrEqual(1);
    },
  );

  test.each([-25 * HOUR, 25 * HOUR])(
    'a clock that jumps by %d ms while an alert is there still tells its end',
    jump => {
      const { notices, state } = simulate({
        setup: setupOf({ web: service({ policy: 'off' }) }),
        forMs: HOUR,
        works: (_, at) => at < MINUTE || at > 40 * MINUTE,
        clock: at => (at < 20 * MINUTE ? at : at + jump),
      });
      expect(state.alerts).toEqual({});
      expect(notices.at(-1)?.what).toBe('resolved');
      expect(counted(notices).firing).toBe(1);
    },
  );

  test('an end that was heard of while nothing could be seen is believed at the first look', () => {
    const came = follow(WEB, [
      ...HEALTHY,
      { type: 'blind', cause },
      died('web'),
      ...times(2, { type: 'blind', cause }),
      ...times(2, see({ web: DOWN })),
    ]);
    expect(done(came)).toEqual(['restart web']);
  });
});

describe('one alert for one root', () => {
  test('what was found to be explained by another before it was told of is not told of', () => {
    const off = setupOf({
      ...CHAIN,
      api: service({ dependsOn: ['db'], policy: 'off' }),
      db: service({ policy: 'off' }),
    });
    const came = follow(off, [
      ...times(3, all(UP)),
      ...times(2, all(UP, { api: FAILS })),
      all(UP, { api: FAILS, db: { is: 'unsure' } }),
      -5 * S,
      died('db'),
      all(FAILS, { db: DOWN }),
      ...times(6, all(FAILS, { db: DOWN })),
    ]);
    expect(told(came.state)).toEqual(['firing db down']);
  });

  test('a health check that flaps is one alert, within the budget, and ends', () => {
    const { acts, notices, state } = simulate({
      setup: setupOf({ web: service() }),
      forMs: 3 * HOUR,
      works: (_, at) => at > HOUR || at % (2 * MINUTE) < MINUTE,
    });
    for (let end = 0; end < 2 * HOUR; end += MINUTE)
      expect(acts.filter(({ at }) => at > end - 30 * MINUTE && at <= end).length).toBeLessThanOrEqual(3);
    expect(state.alerts).toEqual({});
    const balance = new Map<string, number>();
    for (const { what, alerts } of notices)
      for (const { key } of alerts) {
        if (what === 'firing') balance.set(key, (balance.get(key) ?? 0) + 1);
        if (what === 'resolved') balance.set(key, (balance.get(key) ?? 0) - 1);
      }
    expect([...balance.values()]).toEqual([...balance.keys()].map(() => 0));
  });

  test('two databases that fail together are two roots in one notice', () => {
    const setup = setupOf({ a: service({ policy: 'off' }), b: service({ policy: 'off' }) });
    const { state } = follow(setup, [
      ...times(3, see({ a: UP, b: UP })),
      ...times(6, see({ a: FAILS, b: FAILS })),
    ]);
    expect(told(state)).toEqual(['firing a down, b down']);
  });

  test('a root that is stopped by hand while it is told of is resolved', () => {
    const off = setupOf({ web: service({ policy: 'off' }) });
    const { state } = follow(off, [
      ...HEALTHY,
      ...times(5, see({ web: FAILS })),
      stopped('web'),
      ...times(9, see({ web: DOWN })),
    ]);
    expect(told(state)).toEqual(['firing web down', 'resolved web down']);
  });

  test('a disk that is full for an hour and a service that ends meanwhile: the disk is told of, the service healed after it', () => {
    const subjects = { web: service(), [HOST]: service({ kind: 'host', policy: 'off' }) };
    const full = { [HOST]: { is: 'down', cause: { ...cause, code: 'DISK_FULL' } } as const };
    const during = follow(setupOf(subjects), [
      ...times(3, see({ web: UP, [HOST]: UP })),
      ...times(3, see({ web: UP, ...full })),
      ...times(360, see({ web: DOWN, ...full })),
    ]);
    expect({ acts: done(during), told: told(during.state) }).toEqual({
      acts: [],
      told: [`firing ${HOST} down`],
    });
    const after = follow(setupOf(subjects), times(12, see({ web: DOWN, [HOST]: UP })), during.state);
    expect(done(after)).toEqual(['restart web']);
  });
});

test('a failure that was not believed yet, of what says from then on that it starts, is told after its start time', () => {
  const starting: Sighting = { is: 'starting', cause };
  const three = [{ is: 'down', cause }, UP, { is: 'down', cause }, UP, { is: 'down', cause }] as const;
  const doubt = follow(WEB, [...HEALTHY, ...three.map(web => see({ web }))]);
  expect(doubt.phases).toEqual({ web: 'failed' });
  const { state } = follow(WEB, times(12, see({ web: starting })), doubt.state);
  expect(state.outbox).toMatchObject([{ what: 'firing' }]);
});

test('a start of a service has what was given up of it looked at, and nothing else that was', () => {
  const check = service({ kind: 'check', dependsOn: ['web'] });
  const spent: Rules = { ...TEN_SECONDS, budget: { ...TEN_SECONDS.budget, stack: 0 } };
  const setup = setupOf({ web: service(), 'network:web': check, worker: service() }, { rules: spent });
  const lost: Sighting = { ...FAILS, act: { action: 'recreate', service: 'web' } };
  const { state, phases } = follow(setup, times(5, see({ web: UP, 'network:web': lost, worker: FAILS })));
  expect(phases).toEqual({ web: 'healthy', 'network:web': 'open', worker: 'open' });
  const { subjects } = follow(setup, [started('web')], state).state;
  const isLookedAt = (key: string) => subjects[key]?.deadline !== undefined;
  expect(Object.keys(subjects).filter(isLookedAt)).toEqual(['network:web']);
});

test('of two containers the one that nobody has stopped is healed when it ends, as well as told of', () => {
  const oneLess = follow(WEB, [...HEALTHY, stopped('web'), ...times(9, see({ web: FAILS }))]);
  expect({ phases: oneLess.phases, acts: oneLess.acts }).toEqual({
    phases: { web: 'maintenance' },
    acts: [],
  });
  const none = follow(WEB, [died('web'), see({ web: DOWN }), see({ web: DOWN })], oneLess.state);
  expect(none.acts).toHaveLength(1);
  expect(none.state.alerts).toMatchObject({ 'shop/web/down': { state: 'firing' } });
});
