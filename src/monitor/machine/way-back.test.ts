import { describe, expect, test } from 'vitest';
import type { Action, MonitorEvent, Sighting } from './events.ts';
import { actWords, type WayBack } from './heal-act.ts';
import type { Setup } from './rules.ts';
import { cause, DOWN, follow, see, times, UP } from './testing/follow.ts';
import { S, START, service, setupOf, TEN_SECONDS } from './testing/small-setup.ts';

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
