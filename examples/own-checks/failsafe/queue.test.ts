import { expect, test } from 'vitest';
import queue from './queue.ts';

const { evaluate } = queue.definition;

test.each([
  [{ letters: 0 }, 'OK'],
  [{ letters: 99 }, 'OK'],
  [{ letters: 100 }, 'QUEUE_TOO_LONG'],
  [{}, 'QUEUE_REFUSED'],
])('%j gives %s', (seen, code) => {
  expect(evaluate(seen as { letters: number }, { below: 100 }).code).toBe(code);
});
