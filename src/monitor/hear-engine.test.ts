import { expect, test } from 'vitest';
import type { EngineEvent } from '../runtimes/docker/engine-events.ts';
import { hearEngine } from './hear-engine.ts';

/** What one event of the engine leads to. */
function heard(action: string, isActing = false): string[] {
  const done: string[] = [];
  const ears = hearEngine({
    tell: ({ type }) => done.push(type),
    lookNow: () => done.push('look'),
    glance: (_, word) => done.push(word),
    isActing: () => isActing,
  });
  ears.heard({ service: 'web', container: 'c', action } as EngineEvent);
  ears.close();
  return done;
}

test.each([
  ['start', ['started', 'look']],
  ['health_status: healthy', ['started', 'look']],
  ['health_status: unhealthy', ['is unhealthy']],
  ['stop', ['stopped']],
  ['pause', ['look']],
  ['exec_start: healthcheck', []],
])('%s', (action, done) => {
  expect(heard(action)).toEqual(done);
});

test('what happens to a service while it is acted on is our doing', () => {
  expect(heard('start', true)).toEqual([]);
});
