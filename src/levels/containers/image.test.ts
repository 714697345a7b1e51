import { expect, test } from 'vitest';
import { check } from './image.ts';
import { loadedWith, state } from './testing.ts';

test.each([
  [state(), 'pass OK'],
  [state({ imageCurrent: false }), 'fail IMAGE_STALE'],
  [state({ imageCurrent: undefined }), 'skip SKIPPED'],
])('containers.image: %j gives %s', (seen, expected) => {
  const { status, code } = check.evaluate([seen], { service: 'users' });
  expect(`${status} ${code}`).toBe(expected);
});

test('containers.image only warns', () => {
  expect(check.severity).toBe('warning');
  expect(check.instances(loadedWith({}, { services: ['a'] }))[0]?.needs).toEqual(['containers.running:a']);
});
