import { expect, test } from 'vitest';
import { isAtRest } from './at-rest.ts';
import type { MonitorEvent } from './events.ts';
import { cause, DOWN, follow, see, times, UP } from './testing/follow.ts';
import { service, setupOf } from './testing/small-setup.ts';

const SETUP = setupOf({ db: service(), web: service({ dependsOn: ['db'] }) });
const WELL = times(4, see({ db: UP, web: UP }));
const HOUR_MS = 3_600_000;

test.each<[string, readonly MonitorEvent[]]>([
  ['all is well', WELL],
  ['an operator has stopped one', [...WELL, { type: 'stopped', service: 'web' }]],
])('where %s time alone changes nothing', (_, events) => {
  const { state } = follow(SETUP, events);
  expect(isAtRest(state)).toBe(true);
  const later = follow(SETUP, [HOUR_MS, { type: 'tick' }], state);
  expect(later).toMatchObject({ state, actions: [] });
});

test.each<[string, readonly MonitorEvent[]]>([
  ['one is doubted', [...WELL, see({ db: UP, web: DOWN })]],
  ['one is acted on', [...WELL, ...times(4, see({ db: UP, web: DOWN }))]],
  ['nothing can be seen', [...WELL, { type: 'blind', cause }]],
  [
    'somebody is still to be told',
    [...WELL, ...times(9, see({ db: DOWN, web: DOWN })), ...times(40, see({ db: UP, web: UP }))],
  ],
])('not where %s', (_, events) => {
  expect(isAtRest(follow(SETUP, events).state)).toBe(false);
});
