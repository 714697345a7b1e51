import { describe, expect, test } from 'vitest';
import type { Sighting } from './events.ts';
import { cause, DOWN, follow, see, times, UP } from './testing/follow.ts';
import { all, died, done, FAILS, HOUR, tick, told } from './testing/sequences.ts';
import { S, START, service, setupOf } from './testing/small-setup.ts';

describe('what ends again and again', () => {
  const history = service({ kind: 'check', history: true, dependsOn: ['web'] });
  const looping = setupOf({ web: service(), 'restarts:web': history });
  const RESTARTED: Sighting = { is: 'down', cause: { ...cause, code: 'RESTARTED' } };
  /** In each minute the engine restarts it, and it is well when it is looked at. */
  const round = (nth: number) => {
    const facts = { restarts: nth, startedAt: START + (30 + nth * 60) * S };
    return [died('web'), ...times(6, see({ web: { ...UP, ...facts }, 'restarts:web': RESTARTED })), tick];
  };
  const rounds = (count: number) => Array.from({ length: count }, (_, index) => round(index + 1)).flat();
  const begin = times(3, see({ web: { ...UP, restarts: 0, startedAt: START - HOUR }, 'restarts:web': UP }));

  test('is told of once, needs a person once, and is resolved once', () => {
    const loops = follow(looping, [...begin, ...rounds(9)]);
    expect(done(loops)).toEqual([]);
    expect(told(loops.state)).toEqual(['firing restarts:web down', 'escalated restarts:web down']);
    expect(loops.state.outbox[1]?.alerts[0]?.next).toContain('3 restarts have not mended it');
    const well = see({ web: { ...UP, restarts: 9, startedAt: START + 570 * S }, 'restarts:web': UP });
    const { state } = follow(looping, times(20, well), loops.state);
    expect(told(state).slice(2)).toEqual(['resolved restarts:web down']);
    expect({ alerts: state.alerts, web: state.subjects.web?.phase }).toEqual({ alerts: {}, web: 'healthy' });
  });

  test('goes back to the version before a deploy', () => {
    const wayBack = { deploy: '2', version: '1', services: ['web'], until: START + HOUR };
    const withWay = [...begin, ...rounds(4)].map(event =>
      event.type === 'seen' ? { ...event, wayBack } : event,
    );
    expect(done(follow(looping, withWay))).toEqual(['rollback web']);
  });

  test('is not blamed for it while it waits for a database', () => {
    const at = (nth: number) => ({ restarts: nth, startedAt: START + (30 + nth * 10) * S });
    const outage = Array.from({ length: 12 }, (_, nth) =>
      all(FAILS, { api: { ...FAILS, ...at(nth + 1) }, db: DOWN }),
    );
    const down = follow(setupOf(), [
      ...times(3, all(UP, { api: { ...UP, restarts: 0, startedAt: START } })),
      ...outage,
    ]);
    const id = down.state.subjects.db?.heal?.id ?? '';
    const after = all(UP, { api: { ...UP, ...at(13) } });
    const came = follow(setupOf(), [{ type: 'acted', id }, ...times(30, after)], down.state);
    expect(done(down)).toEqual(['restart db']);
    expect({ acts: done(came), phases: Object.values(came.phases) }).toEqual({
      acts: [],
      phases: Array(4).fill('healthy'),
    });
    expect(told(came.state)).toEqual(['firing db down', 'resolved db down']);
  });

  test('many restarts at once that nobody saw are one', () => {
    const blip = see({ web: { ...UP, restarts: 5, startedAt: START + 29 * S } });
    const came = follow(looping, [...begin, died('web'), ...times(12, blip)]);
    expect({ acts: done(came), told: told(came.state), web: came.phases.web }).toEqual({
      acts: [],
      told: [],
      web: 'healthy',
    });
  });

  test('those of a night without a monitor use up no budget of the morning', () => {
    const morning = { restarts: 5, startedAt: START + HOUR };
    const came = follow(looping, [
      ...begin,
      8 * HOUR,
      ...times(3, see({ web: { ...UP, ...morning } })),
      ...times(3, see({ web: { ...FAILS, ...morning } })),
    ]);
    expect(done(came)).toEqual(['restart web']);
  });

  test('a service whose silence hides what was told first is told of by itself', () => {
    const silences = [{ root: 'restarts:web', until: START + 9 * HOUR }];
    const came = follow({ ...looping, silences }, [...begin, ...rounds(9)]);
    expect(told(came.state)[0]).toBe('firing web down');
  });
});
