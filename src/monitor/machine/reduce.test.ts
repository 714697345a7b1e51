import { describe, expect, test } from 'vitest';
import type { Action, MonitorEvent, Sighting } from './events.ts';
import { actWords, type WayBack } from './heal-act.ts';
import { reduce } from './reduce.ts';
import { HOST, type Setup } from './rules.ts';
import { emptyState, type MonitorState } from './state.ts';
import { CHAIN, S, START, service, setupOf, TEN_SECONDS } from './testing/small-setup.ts';

const UP: Sighting = { is: 'up' };
const cause = { seenBy: 'containers.running', code: 'EXIT_KILLED', message: 'exited' };
const DOWN: Sighting = { is: 'down', cause, ended: true };
const TEN = 10 * S;

/** Sends events, ten seconds apart unless they say otherwise. */
function follow(setup: Setup, events: readonly (MonitorEvent | number)[], from = emptyState('test')) {
  let state: MonitorState = from;
  let now = START + (state.seenAt === undefined ? 0 : state.seenAt - START + TEN);
  const actions: Action[] = [];
  for (const event of events) {
    if (typeof event === 'number') {
      now += event;
      continue;
    }
    const step = reduce(setup, state, event, now);
    state = step.state;
    actions.push(...step.actions);
    now += event.type === 'seen' ? TEN : 0;
  }
  const acts = actions.filter(({ type }) => type === 'act');
  const phases = Object.fromEntries(Object.entries(state.subjects).map(([key, { phase }]) => [key, phase]));
  return { state, actions, acts, phases };
}

const see = (sightings: Record<string, Sighting>): MonitorEvent => ({ type: 'seen', sightings });
const times = (count: number, event: MonitorEvent): MonitorEvent[] => Array(count).fill(event);
const HEALTHY = times(3, see({ web: UP }));
const WEB = setupOf({ web: service() });

describe('one subject', () => {
  test.each<[string, MonitorEvent[], string]>([
    ['is healthy when it is seen so for the first time', [see({ web: UP })], 'healthy'],
    [
      'is suspect until two successes in a row',
      [...HEALTHY, see({ web: DOWN }), see({ web: UP })],
      'suspect',
    ],
    ['is suspect after one failure', [...HEALTHY, see({ web: DOWN })], 'suspect'],
    ['is healthy again after two successes', [...HEALTHY, see({ web: DOWN }), ...HEALTHY], 'healthy'],
    ['is acted on after three failures', [...HEALTHY, ...times(3, see({ web: DOWN }))], 'healing'],
    [
      'is failed after three of five, and acted on when one more says so',
      [...HEALTHY, ...[DOWN, UP, DOWN, UP, DOWN].map(web => see({ web }))],
      'failed',
    ],
    [
      'that could not be looked at is as it was',
      [...HEALTHY, see({ web: DOWN }), ...times(5, see({ web: { is: 'unsure' } }))],
      'suspect',
    ],
    [
      'that ended by itself is acted on at the next look',
      [...HEALTHY, { type: 'died', service: 'web', cause }, see({ web: DOWN })],
      'healing',
    ],
    [
      'that the engine calls unhealthy is acted on at the next look',
      [...HEALTHY, { type: 'unhealthy', service: 'web' }, see({ web: { is: 'down', cause } })],
      'healing',
    ],
    [
      'that the engine calls unhealthy, and that answers by then, is left alone',
      [...HEALTHY, { type: 'unhealthy', service: 'web' }, ...HEALTHY],
      'healthy',
    ],
    [
      'that the engine calls unhealthy may fail until its deadline all the same',
      [
        see({ web: { is: 'down', cause, startedAt: START - S } }),
        { type: 'unhealthy', service: 'web' },
        see({ web: { is: 'down', cause, startedAt: START - S } }),
      ],
      'starting',
    ],
    [
      'that ended and was started again by the engine may fail until its deadline',
      [
        ...HEALTHY,
        { type: 'died', service: 'web', cause },
        ...times(4, see({ web: { is: 'down', cause, startedAt: START + 30 * S, restarts: 1 } })),
      ],
      'starting',
    ],
    [
      'that was started anew while nobody listened may fail until its deadline',
      [
        see({ web: { ...UP, startedAt: START - 3600 * S } }),
        ...times(4, see({ web: { is: 'down', cause, startedAt: START + 5 * S } })),
      ],
      'starting',
    ],
    [
      'that ended and was started by the engine meanwhile is left alone',
      [...HEALTHY, { type: 'died', service: 'web', cause }, see({ web: UP }), see({ web: DOWN })],
      'suspect',
    ],
    [
      'that an operator stopped is in maintenance, however long it is down',
      [...HEALTHY, { type: 'stopped', service: 'web' }, ...times(20, see({ web: DOWN }))],
      'maintenance',
    ],
    [
      'that an operator has started again is starting',
      [...HEALTHY, { type: 'stopped', service: 'web' }, { type: 'started', service: 'web' }],
      'starting',
    ],
    [
      'that was started a moment ago may fail for a while',
      times(5, see({ web: { is: 'down', cause, startedAt: START } })),
      'starting',
    ],
    [
      'that the engine is about to restart is not acted on',
      [...HEALTHY, ...times(9, see({ web: { ...DOWN, restarting: true } }))],
      'failed',
    ],
    [
      'that no restart mends is given up at once',
      [...HEALTHY, ...times(3, see({ web: { ...DOWN, hopeless: 'its configuration is wrong' } }))],
      'open',
    ],
    [
      'that was given up is healthy when it is seen to be',
      [...HEALTHY, ...times(3, see({ web: { ...DOWN, hopeless: 'wrong' } })), ...HEALTHY],
      'healthy',
    ],
  ])('%s', (_, events, phase) => {
    expect(follow(WEB, events).phases.web).toBe(phase);
  });

  test('an act whose refusal shows that none mends it is the last one', () => {
    const failed = follow(WEB, [...HEALTHY, ...times(3, see({ web: DOWN }))]);
    const id = failed.state.subjects.web?.heal?.id ?? '';
    const refused = { type: 'acted', id, refusal: 'no such image: x', hopeless: 'no such image: x' } as const;
    const { state, acts } = follow(WEB, [refused, ...times(9, see({ web: DOWN }))], failed.state);
    expect(acts).toEqual([]);
    expect(state.subjects.web).toMatchObject({ phase: 'open', given: 'no such image: x' });
  });

  test('what was given up is looked at again when somebody starts it, for as long as a start may take', () => {
    const given = follow(WEB, [...HEALTHY, ...times(4, see({ web: { ...DOWN, hopeless: 'no' } }))]);
    const started = follow(
      WEB,
      [{ type: 'started', service: 'web' }, ...times(2, see({ web: DOWN }))],
      given.state,
    );
    expect(started.state.subjects.web).toMatchObject({ phase: 'open', deadline: START + 130 * S });
    expect(follow(WEB, times(2, see({ web: UP })), started.state).phases.web).toBe('healthy');
  });

  test('an act that is refused is followed by a backoff, and counts', () => {
    const failed = follow(WEB, [...HEALTHY, ...times(3, see({ web: DOWN }))]);
    const id = failed.state.subjects.web?.heal?.id ?? '';
    const { state, phases } = follow(WEB, [{ type: 'acted', id, refusal: 'no such service' }], failed.state);
    expect(phases.web).toBe('backoff');
    expect(state.spent).toHaveLength(1);
  });

  test.each([false, true])(
    'restarts by the engine use up the budget of the service, about to follow: %s',
    restarting => {
      const looping = [1, 2, 3].map(restarts => see({ web: { ...DOWN, restarts, restarting } }));
      const { acts, phases } = follow(WEB, [see({ web: { ...UP, restarts: 0 } }), ...HEALTHY, ...looping]);
      expect({ acts, phase: phases.web }).toEqual({ acts: [], phase: 'open' });
    },
  );

  test.each([
    ['off', []],
    [
      'suggest',
      [
        {
          type: 'suggest',
          subject: 'web',
          act: { action: 'start', service: 'web' },
          next: [{ action: 'recreate', service: 'web' }],
          because: cause,
        },
      ],
    ],
  ] as const)('with the policy %s nothing is done', (policy, said) => {
    const down = see({ web: { ...DOWN, act: { action: 'start', service: 'web' } } });
    const { actions, state } = follow(setupOf({ web: service({ policy }) }), [...HEALTHY, ...times(9, down)]);
    expect(actions.filter(({ type }) => type !== 'note')).toEqual(said);
    expect(state.alerts['shop/web/down']?.state).toBe('firing');
  });

  test.each([
    ['nothing else is known', {}, ['restart', 'recreate']],
    ['it was killed', { act: { action: 'start', service: 'web' } }, ['start', 'recreate']],
    ['its image is another one by now', { imageChanged: true }, ['restart', 'restart']],
  ] as const)('the ladder where %s', (_, more, ladder) => {
    const down = see({ web: { ...DOWN, ...more } as Sighting });
    const first = follow(WEB, [...HEALTHY, ...times(3, down)]);
    const id = first.state.subjects.web?.heal?.id ?? '';
    const second = follow(WEB, [{ type: 'acted', id }, ...times(9, down)], first.state);
    const acts = [...first.acts, ...second.acts].map(
      action => action.type === 'act' && action.heal.act.action,
    );
    expect(acts).toEqual(ladder);
  });
});

describe('the version before a recent deploy', () => {
  const wayBack: WayBack = {
    deploy: '2',
    version: '1',
    services: ['web', 'api'],
    until: START + 1800 * S,
  };
  const subjects = { web: service(), api: service() };
  const healthy = times(3, see({ web: UP, api: UP }));
  const seen = (web: Sighting, more: Partial<WayBack> = {}): MonitorEvent => ({
    type: 'seen',
    sightings: { web, api: UP },
    wayBack: { ...wayBack, ...more },
  });
  const broken: Sighting = { is: 'down', cause, hopeless: 'a module is missing', ofVersion: true };
  const first = (setup: Setup, down: MonitorEvent, before: MonitorEvent[] = []) =>
    follow(setup, [...healthy, ...before, ...times(4, down)]);
  const done = ({ acts }: { acts: readonly Action[] }) =>
    acts.map(action => (action.type === 'act' ? actWords(action.heal.act) : action.type));

  test('is the third rung, once, with what was deployed along with it', () => {
    const setup = setupOf(subjects);
    const works: Action[] = [];
    let { state, acts } = first(setup, seen(DOWN));
    for (let rounds = 0; rounds < 5; rounds++) {
      works.push(...acts);
      const id = state.subjects.web?.heal?.id ?? '';
      ({ state, acts } = follow(setup, [{ type: 'acted', id }, ...times(9, seen(DOWN))], state));
    }
    expect(done({ acts: works })).toEqual(['restart web', 'recreate web', 'roll back web, api to 1']);
    expect(state.subjects.web).toMatchObject({ phase: 'open' });
    expect(state.subjects.api).toMatchObject({ phase: 'healthy' });
    expect(state.alerts['shop/web/down']?.done.at(-1)).toBe('roll back web, api to 1');
  });

  test('comes at once where the fault is of the version, and where the engine has used up the restarts', () => {
    const looping = [1, 2, 3].map(restarts => seen({ ...DOWN, restarts, restarting: true }));
    expect(done(first(setupOf(subjects), seen(broken)))).toEqual(['roll back web, api to 1']);
    expect(done(follow(setupOf(subjects), [seen({ ...UP, restarts: 0 }), ...healthy, ...looping]))).toEqual([
      'roll back web, api to 1',
    ]);
  });

  test.each<[string, Setup, MonitorEvent]>([
    ['the deploy is too long ago', setupOf(subjects), seen(broken, { until: START })],
    ['it is another service', setupOf(subjects), seen(broken, { services: ['api'] })],
    ['an older version would fail as well', setupOf(subjects), seen({ ...broken, ofVersion: false })],
    ['it holds data', setupOf({ ...subjects, web: service({ stateful: true }) }), seen(broken)],
    ['nothing may be done about it', setupOf({ ...subjects, web: service({ policy: 'off' }) }), seen(broken)],
    [
      'the stack has had acts enough',
      setupOf(subjects, { rules: { ...TEN_SECONDS, budget: { service: 3, stack: 0, windowMs: 1800 * S } } }),
      seen(broken),
    ],
  ])('is not gone back to where %s', (_, setup, down) => {
    expect(first(setup, down).acts).toEqual([]);
  });

  test('is not gone back to a second time for the same deploy; for the next one it is', () => {
    const setup = setupOf(subjects);
    const { state } = first(setup, seen(broken));
    const id = state.subjects.web?.heal?.id ?? '';
    const refused = follow(
      setup,
      [{ type: 'acted', id, refusal: 'the schema has changed' }, ...times(9, seen(broken))],
      state,
    );
    expect(refused.acts).toEqual([]);
    expect(refused.state.subjects.web).toMatchObject({
      phase: 'open',
      given: expect.stringContaining('the schema has changed'),
    });
    const mended = follow(setup, times(3, see({ web: UP, api: UP })), refused.state);
    expect(done(follow(setup, times(9, seen(broken, { deploy: '3' })), mended.state))).toHaveLength(1);
  });

  test('does not start what an operator has stopped', () => {
    const down: MonitorEvent = { type: 'seen', sightings: { web: broken }, wayBack };
    const { acts } = first(setupOf(subjects), down, [{ type: 'stopped', service: 'api' }]);
    expect(done({ acts })).toEqual(['roll back web to 1']);
  });

  test('is what a dry run tells of', () => {
    const { actions } = first(setupOf({ ...subjects, web: service({ policy: 'suggest' }) }), seen(DOWN));
    expect(actions.find(({ type }) => type === 'suggest')).toMatchObject({
      act: { action: 'restart' },
      next: [{ action: 'recreate' }, { action: 'rollback', version: '1' }],
    });
  });
});

test('cycles that take longer than three intervals are no gap; as long a time without any is one', () => {
  const down = { type: 'seen', sightings: { web: DOWN }, tookMs: 40 * S } as const;
  const slow = follow(WEB, [...HEALTHY, down, 40 * S, down, 40 * S, down]);
  expect(slow.phases.web).toBe('healing');
  const asleep = follow(WEB, [
    ...HEALTHY,
    see({ web: DOWN }),
    40 * S,
    see({ web: DOWN }),
    40 * S,
    see({ web: DOWN }),
  ]);
  expect(asleep.acts).toEqual([]);
});

describe('several subjects', () => {
  const up = see({ db: UP, api: UP, worker: UP, web: UP });
  const allDown = see({ db: DOWN, api: DOWN, worker: DOWN, web: DOWN });

  test('only the lowest of those that fail together is acted on', () => {
    const { acts, phases } = follow(setupOf(), [...times(3, up), ...times(6, allDown)]);
    expect(acts).toMatchObject([{ subject: 'db' }]);
    expect(phases).toEqual({ db: 'healing', api: 'blocked', worker: 'blocked', web: 'blocked' });
  });

  test('what holds data is not acted on at the first word of the engine', () => {
    const down = see({ db: { is: 'down', cause }, api: UP, worker: UP, web: UP });
    const told: MonitorEvent = { type: 'unhealthy', service: 'db' };
    expect(follow(setupOf(), [...times(3, up), told, down]).phases.db).toBe('suspect');
  });

  test('what the engine calls unhealthy is left alone when what it stands on fails as well, if only in doubt', () => {
    const { acts, phases } = follow(setupOf(), [
      ...times(3, up),
      { type: 'unhealthy', service: 'api' },
      see({ api: { is: 'down', cause }, db: { is: 'down', cause } }),
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

  test('a check that fails by itself is told of and not acted on', () => {
    const subjects = { ...CHAIN, 'api.body:list': service({ kind: 'check', dependsOn: ['web'] }) };
    const { acts, state } = follow(setupOf(subjects), times(6, see({ 'api.body:list': DOWN })));
    expect(acts).toEqual([]);
    expect(state.alerts['shop/api.body:list/down']?.state).toBe('firing');
  });
});

describe('alerts', () => {
  const failing = [...HEALTHY, ...times(3, see({ web: DOWN }))];
  const off = { web: service({ policy: 'off' }), api: service({ policy: 'off' }) };
  const whats = ({ state }: { state: MonitorState }) =>
    state.outbox.map(({ what, alerts }) => `${what} ${alerts.length}`);

  test('those that fire together are told in one notice, after a while', () => {
    const both = times(3, see({ web: DOWN, api: DOWN }));
    const soon = follow(setupOf(off), both);
    expect(soon.state.outbox).toEqual([]);
    expect(whats(follow(setupOf(off), [{ type: 'tick' }], soon.state))).toEqual(['firing 2']);
  });

  test('what goes on is told again after four hours', () => {
    const on = follow(setupOf(off), [...failing, see({ web: DOWN })]);
    const later = follow(setupOf(off), [4 * 3600 * S, { type: 'tick' }], on.state);
    expect(whats(later)).toEqual(['firing 1', 'reminder 1']);
  });

  test('a silence keeps it from being told until it ends', () => {
    const until = START + 120 * S;
    const silent = setupOf(off, { silences: [{ root: 'web', until }] });
    const during = follow(silent, [...failing, see({ web: DOWN }), see({ web: DOWN })]);
    expect(during.state.outbox).toEqual([]);
    expect(whats(follow(silent, times(6, see({ web: DOWN })), during.state))).toEqual(['firing 1']);
  });

  test('in a maintenance window nothing is told and nothing is done', () => {
    const { state, acts } = follow(WEB, [{ type: 'maintenance', open: true }, ...failing, ...failing]);
    expect({ outbox: state.outbox, acts }).toEqual({ outbox: [], acts: [] });
    const after = follow(WEB, [{ type: 'maintenance', open: false }, see({ web: DOWN })], state);
    expect(after.acts).toHaveLength(1);
  });

  test('what broke in a maintenance window is told after it when it lasts, and only then', () => {
    const opened: MonitorEvent = { type: 'maintenance', open: true };
    const closed: MonitorEvent = { type: 'maintenance', open: false };
    const { state } = follow(setupOf(off), [...HEALTHY, opened, ...times(4, see({ web: DOWN })), closed]);
    const mended = follow(setupOf(off), times(40, see({ web: UP })), state);
    expect({ outbox: mended.state.outbox, alerts: mended.state.alerts }).toEqual({ outbox: [], alerts: {} });
    expect(whats(follow(setupOf(off), times(4, see({ web: DOWN })), state))).toEqual(['firing 1']);
  });

  test('a doubt that was not confirmed is never told', () => {
    const { state } = follow(WEB, [...HEALTHY, see({ web: DOWN }), ...times(20, see({ web: UP }))]);
    expect({ outbox: state.outbox, alerts: state.alerts, history: state.history }).toEqual({
      outbox: [],
      alerts: {},
      history: [],
    });
  });

  test('a notice stays in the outbox until each channel was told', () => {
    const setup = setupOf(off, { channels: ['file', 'hook'] });
    const { state } = follow(setup, [...failing, see({ web: DOWN })]);
    const notice = state.outbox[0]?.id ?? '';
    const one = follow(setup, [{ type: 'told', notice, channel: 'file' }], state);
    expect(one.state.outbox).toMatchObject([{ channels: ['hook'] }]);
    expect(follow(setup, [{ type: 'told', notice, channel: 'hook' }], one.state).state.outbox).toEqual([]);
  });

  test('a subject that failsafe.yaml does not declare any more is forgotten', () => {
    const { state } = follow(setupOf(off), failing);
    const { state: after } = follow(setupOf({ api: service() }), [{ type: 'tick' }], state);
    expect({ subjects: after.subjects, alerts: after.alerts }).toEqual({ subjects: {}, alerts: {} });
  });
});
