import { describe, expect, test } from 'vitest';
import type { Sighting } from './events.ts';
import { actWords } from './heal-act.ts';
import { HOST } from './rules.ts';
import { cause, DOWN, follow, see, times, UP } from './testing/follow.ts';
import { CHAIN, S, START, service, setupOf } from './testing/small-setup.ts';

describe('several subjects', () => {
  const up = see({ db: UP, api: UP, worker: UP, web: UP });
  const allDown = see({ db: DOWN, api: DOWN, worker: DOWN, web: DOWN });

  test('only the lowest of those that fail together is acted on', () => {
    const { acts, phases } = follow(setupOf(), [...times(3, up), ...times(6, allDown)]);
    expect(acts).toMatchObject([{ subject: 'db' }]);
    expect(phases).toEqual({ db: 'healing', api: 'blocked', worker: 'blocked', web: 'blocked' });
  });

  test('what holds data is not acted on at the first word of the engine', () => {
    const down = see({ db: { is: 'down', cause, unhealthy: true }, api: UP, worker: UP, web: UP });
    expect(follow(setupOf(), [...times(3, up), down]).phases.db).toBe('suspect');
  });

  test('what the engine calls unhealthy is left alone when what it stands on fails as well, if only in doubt', () => {
    const { acts, phases } = follow(setupOf(), [
      ...times(3, up),
      see({ api: { is: 'down', cause, unhealthy: true }, db: { is: 'down', cause } }),
    ]);
    expect({ acts, api: phases.api, db: phases.db }).toEqual({ acts: [], api: 'blocked', db: 'suspect' });
  });

  test('what waited for the root gets one start deadline, and is acted on bottom up when it is over', () => {
    const first = follow(setupOf(), [...times(3, up), ...times(3, allDown)]);
    const id = first.state.subjects.db?.heal?.id ?? '';
    const rest: Sighting = { is: 'down', cause };
    const mended = see({ db: UP, api: rest, worker: rest, web: rest });
    const soon = follow(setupOf(), [{ type: 'acted', id }, ...times(6, mended)], first.state);
    expect(soon.acts).toEqual([]);
    const late = follow(setupOf(), times(3, mended), soon.state);
    expect(late.acts).toMatchObject([{ subject: 'api' }]);
    expect(late.phases.web).toBe('blocked');
  });

  test('while the host is short of something no service is acted on', () => {
    const subjects = { ...CHAIN, [HOST]: service({ kind: 'host' }) };
    const full = { ...cause, code: 'DISK_FULL' };
    const { acts, state } = follow(setupOf(subjects), [
      ...times(3, see({ db: UP, [HOST]: UP })),
      ...times(3, see({ db: UP, [HOST]: { is: 'down', cause: full } })),
      ...times(9, see({ db: DOWN, [HOST]: { is: 'down', cause: full } })),
    ]);
    expect(acts).toEqual([]);
    expect(Object.values(state.alerts).filter(alert => alert.state === 'firing')).toMatchObject([
      { root: HOST, affected: ['db'] },
    ]);
  });

  test('a crash that the engine mends is told of once, by the check that counts it', () => {
    const subjects = {
      db: service({ stateful: true, startMs: 300 * S }),
      'restarts:db': service({ kind: 'check', history: true, dependsOn: ['db'] }),
    };
    const recovering = { is: 'down', cause, startedAt: START + 30 * S, restarts: 1 } as const;
    const counted = { ...cause, code: 'RESTARTED' };
    const after = { db: recovering, 'restarts:db': { is: 'down', cause: counted } } as const;
    const { state, acts } = follow(setupOf(subjects), [
      ...times(3, see({ db: { ...UP, startedAt: START - S, restarts: 0 }, 'restarts:db': UP })),
      { type: 'died', service: 'db', cause },
      ...times(6, see(after)),
      ...times(6, see({ ...after, db: { ...UP, startedAt: START + 30 * S, restarts: 1 } })),
    ]);
    expect(acts).toEqual([]);
    expect(state.outbox).toMatchObject([{ what: 'firing', alerts: [{ root: 'restarts:db' }] }]);
  });

  test('what the engine has counted is no news beside the alert of the service, nor after it', () => {
    const subjects = {
      web: service({ policy: 'off' }),
      'restarts:web': service({ kind: 'check', history: true, dependsOn: ['web'] }),
    };
    const counted: Sighting = { is: 'down', cause: { ...cause, code: 'RESTARTED' } };
    const told = follow(setupOf(subjects), [
      ...times(3, see({ web: UP, 'restarts:web': UP })),
      ...times(6, see({ web: { is: 'down', cause } })),
      ...times(12, see({ web: UP, 'restarts:web': counted })),
    ]);
    expect(told.state.outbox.map(({ what, alerts: [one] }) => `${what} ${one?.root}`)).toEqual([
      'firing web',
      'resolved web',
    ]);
    expect(told.state.alerts['shop/restarts:web/down']?.state).toBe('firing');
  });

  test('a check that does not apply is blamed for nothing for ever, and is none that is watched', () => {
    const subjects = { db: service(), 'lag:db': service({ kind: 'check', dependsOn: ['db'] }) };
    const skipped = see({ db: UP, 'lag:db': { is: 'skipped' } });
    const outage = see({ db: DOWN, 'lag:db': { is: 'blocked', by: 'db', cause } });
    const before = follow(setupOf(subjects), times(3, skipped));
    expect(before.phases).toEqual({ db: 'healthy' });
    const during = follow(setupOf(subjects), times(3, outage), before.state);
    expect(during.phases['lag:db']).toBe('blocked');
    const id = during.state.subjects.db?.heal?.id ?? '';
    const after = follow(setupOf(subjects), [{ type: 'acted', id }, ...times(12, skipped)], during.state);
    expect(after.phases).toEqual({ db: 'healthy', 'lag:db': 'healthy' });
  });

  test.each([
    [true, []],
    [false, ['recreate web']],
  ])(
    'a check may ask for a new container of a service: where that holds data (%s) it gets none',
    (stateful, acts) => {
      const subjects = {
        web: service({ stateful }),
        'network:web': service({ kind: 'check', dependsOn: ['web'] }),
      };
      const act = { action: 'recreate', service: 'web' } as const;
      const seen = follow(
        setupOf(subjects),
        times(4, see({ web: UP, 'network:web': { is: 'down', cause, act } })),
      );
      expect(seen.acts.map(one => one.type === 'act' && actWords(one.heal.act))).toEqual(acts);
    },
  );

  test('a check that explains its own service is not put down to it in its turn', () => {
    const subjects = { web: service(), 'network:web': service({ kind: 'check', dependsOn: ['web'] }) };
    const act = { action: 'recreate', service: 'web' } as const;
    const seen = see({
      web: { is: 'blocked', by: 'network:web', cause },
      'network:web': { is: 'down', cause, act },
    });
    const before = times(3, see({ web: UP, 'network:web': UP }));
    const { acts, phases, state } = follow(setupOf(subjects), [...before, ...times(4, seen)]);
    expect(acts.map(one => one.type === 'act' && actWords(one.heal.act))).toEqual(['recreate web']);
    expect(phases).toEqual({ web: 'blocked', 'network:web': 'healing' });
    const id = state.subjects['network:web']?.heal?.id ?? '';
    const well = times(12, see({ web: UP, 'network:web': UP }));
    const after = follow(setupOf(subjects), [{ type: 'acted', id }, ...well], state);
    expect(after.phases).toEqual({ web: 'healthy', 'network:web': 'healthy' });
  });

  test('a check that fails by itself is told of and not acted on', () => {
    const subjects = { ...CHAIN, 'api.body:list': service({ kind: 'check', dependsOn: ['web'] }) };
    const { acts, state } = follow(setupOf(subjects), times(6, see({ 'api.body:list': DOWN })));
    expect(acts).toEqual([]);
    expect(state.alerts['shop/api.body:list/down']?.state).toBe('firing');
  });
});
