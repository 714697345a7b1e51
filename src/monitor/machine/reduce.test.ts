import { describe, expect, test } from 'vitest';
import type { MonitorEvent, Sighting } from './events.ts';
import { cause, DOWN, follow, HEALTHY, see, times, UP, WEB } from './testing/follow.ts';
import { S, START, service, setupOf } from './testing/small-setup.ts';

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
      'that the engine calls unhealthy is acted on at once',
      [...HEALTHY, see({ web: { is: 'down', cause, unhealthy: true } })],
      'healing',
    ],
    [
      'that the engine calls unhealthy may fail until its deadline all the same',
      [
        see({ web: { is: 'down', cause, startedAt: START - S } }),
        see({ web: { is: 'down', cause, startedAt: START - S, unhealthy: true } }),
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

test('what the engine tells while a cycle takes long is acted on, and makes no gap of it', () => {
  const told: MonitorEvent = {
    type: 'seen',
    beside: true,
    sightings: { web: { is: 'down', cause, unhealthy: true } },
  };
  const { acts } = follow(WEB, [...HEALTHY, see({ web: { is: 'down', cause } }), 40 * S, told]);
  expect(acts).toMatchObject([{ subject: 'web' }]);
});

test('a busy machine that is late by less than 15 s makes no gap of a short interval', () => {
  const rules = { ...WEB.rules, intervalMs: S };
  const late = follow({ ...WEB, rules }, [...HEALTHY, ...times(3, see({ web: DOWN }))]);
  expect(late.acts).toMatchObject([{ subject: 'web' }]);
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
