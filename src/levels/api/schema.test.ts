import { expect, test } from 'vitest';
import type { HttpAnswer } from '../../model/observations/http.ts';
import { ProblemError } from '../../model/problem.ts';
import { check } from './schema.ts';
import { answer, loadedWith } from './testing.ts';

const users = {
  type: 'object',
  properties: {
    users: { type: 'array', items: { required: ['id'], properties: { id: { type: 'integer' } } } },
  },
};
const [instance] = check.instances(loadedWith([{ name: 'one', get: '/users', expect: { schema: users } }]));

test.each<[Partial<HttpAnswer>, string]>([
  [{}, 'pass OK'],
  [{ body: '{"users":[{"id":1},{"id":"2"}]}' }, 'fail SCHEMA_MISMATCH'],
  [{ body: '[]' }, 'fail SCHEMA_MISMATCH'],
  [{ body: ' ' }, 'fail EMPTY_BODY'],
  [{ body: 'pong' }, 'fail NOT_JSON'],
  [{ cut: true }, 'fail BODY_TOO_LARGE'],
])('api.schema: %j gives %s', (more, expected) => {
  if (instance === undefined) throw new Error('not applied');
  const { status, code } = check.evaluate(answer(more), instance.expectation);
  expect(`${status} ${code}`).toBe(expected);
});

test('api.schema says where', () => {
  if (instance === undefined) throw new Error('not applied');
  const { message } = check.evaluate(
    answer({ body: '{"users":[{"id":1},{"id":"2"}]}' }),
    instance.expectation,
  );
  expect(message).toBe('/users/1/id must be integer, got "2"');
});

test('api.schema refuses a schema that is not there when the plan is made', () => {
  const loaded = loadedWith([{ name: 'one', get: '/users', expect: { schema: 'nowhere.json' } }]);
  expect(() => check.instances(loaded)).toThrow(ProblemError);
});
