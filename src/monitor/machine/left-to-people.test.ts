import { describe, expect, test } from 'vitest';
import type { MonitorEvent, Sighting } from './events.ts';
import { cause, DOWN, follow, HEALTHY, see, times, UP, WEB } from './testing/follow.ts';
import { all, died, done, FAILS, HOUR, started, stopped, told } from './testing/sequences.ts';
import { S, setupOf } from './testing/small-setup.ts';

describe('what people do by hand is left to them', () => {
  const nothing = { acts: [], told: [], web: 'healthy' };
  const end = (events: readonly (MonitorEvent | number)[]) => {
    const came = follow(WEB, [...HEALTHY, ...events, ...times(12, see({ web: UP }))]);
    return { acts: done(came), told: told(came.state), web: came.phases.web };
  };

  test.each<[string, (MonitorEvent | number)[]]>([
    ['a restart', [stopped('web'), started('web'), ...times(2, see({ web: FAILS }))]],
    ['a restart of what was in doubt', [see({ web: FAILS }), stopped('web'), started('web')]],
    ['a restart of which only the stop was heard', [stopped('web'), ...times(5, see({ web: DOWN }))]],
    ['a stop for a day', [stopped('web'), ...times(5, see({ web: DOWN })), 24 * HOUR, started('web')]],
    [
      'a service taken away and brought back',
      [stopped('web'), ...times(9, see({ web: DOWN })), started('web')],
    ],
    ['one replica of several taken away', [stopped('web'), ...times(2, see({ web: UP }))]],
    ['a container made anew', [stopped('web'), died('web'), started('web'), see({ web: UP })]],
    [
      'a stop that the engine tells of after the end',
      [died('web'), stopped('web'), ...times(5, see({ web: DOWN }))],
    ],
  ])('%s', (_, events) => {
    expect(end(events)).toEqual(nothing);
  });

  test('what stands on what was stopped waits for it, and nobody is told', () => {
    const came = follow(setupOf(), [
      ...times(3, all(UP)),
      stopped('db'),
      ...times(30, all(FAILS, { db: DOWN })),
      started('db'),
      ...times(3, all(FAILS, { db: UP })),
      ...times(12, all(UP)),
    ]);
    expect({ acts: done(came), told: told(came.state), phases: Object.values(came.phases) }).toEqual({
      acts: [],
      told: [],
      phases: Array(4).fill('healthy'),
    });
  });

  test('one that they kill and remove is made again', () => {
    const create = { action: 'create', service: 'web' } as const;
    const gone: Sighting = { is: 'down', cause: { ...cause, code: 'MISSING' }, act: create, ended: true };
    expect(done(follow(WEB, [...HEALTHY, died('web'), see({ web: gone })]))).toEqual(['create web']);
  });

  test('one that they pause is resumed, once', () => {
    const resume = { action: 'resume', service: 'web' } as const;
    const came = follow(WEB, [...HEALTHY, ...times(6, see({ web: { ...FAILS, act: resume } }))]);
    expect(done(came)).toEqual(['resume web']);
  });

  test('while a new version is deployed nothing is done and nothing told, also of what was being proven', () => {
    const failed = follow(WEB, [...HEALTHY, ...times(3, see({ web: FAILS }))]);
    const id = failed.state.subjects.web?.heal?.id ?? '';
    const deploying = follow(
      WEB,
      [
        -8 * S,
        { type: 'acted', id },
        { type: 'maintenance', open: true },
        ...times(30, see({ web: FAILS })),
        { type: 'maintenance', open: false },
        ...times(20, see({ web: UP })),
      ],
      failed.state,
    );
    expect({ acts: done(deploying), told: told(deploying.state), web: deploying.phases.web }).toEqual({
      acts: [],
      told: [],
      web: 'healthy',
    });
  });
});
