import { expect, test } from 'vitest';
import { createService } from './compose/watch-service.ts';
import type { Service } from './compose/world.ts';

const MINUTE = 60_000;

/** From when on a user is served for good, by looks with these outcomes, a second apart, and then only good ones. */
function servedAfter(...outcomes: Service[]): number | undefined {
  const service = createService();
  for (let second = 0; second * 1000 < MINUTE; second++)
    service.take(outcomes[second] ?? 'served', second * 1000);
  return service.servedAt(MINUTE);
}

test.each<[string, Service[], number]>([
  ['always', [], 0],
  ['but for one error', ['served', 'none'], 2000],
  ['late twice', ['served', 'late', 'late'], 0],
  ['late three times', ['served', 'late', 'late', 'late'], 4000],
])('a user is served %s', (_, outcomes, at) => {
  expect(servedAfter(...outcomes)).toBe(at);
});

test('what breaks again and again is not served for good', () => {
  const outcomes = Array.from(
    { length: 60 },
    (_, second): Service => (second % 20 === 0 ? 'none' : 'served'),
  );
  expect(servedAfter(...outcomes)).toBeUndefined();
});
