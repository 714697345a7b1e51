import { expect, test } from 'vitest';
import { check } from './refuses.ts';
import { answer, loadedWith, web } from './testing.ts';

test.each([
  [405, 'pass OK'],
  [404, 'pass OK'],
  [501, 'pass OK'],
  [200, 'fail METHOD_ACCEPTED'],
  [204, 'fail METHOD_ACCEPTED'],
  [302, 'fail METHOD_ACCEPTED'],
  [401, 'fail METHOD_NOT_REFUSED'],
  [500, 'fail METHOD_CRASHES'],
])('api.refuses: %s gives %s', (seen, expected) => {
  const { status, code } = check.evaluate(answer({ status: seen }), { method: 'PUT' });
  expect(`${status} ${code}`).toBe(expected);
});

test('api.refuses sends each method by itself, without a body', () => {
  const endpoints = [
    {
      name: 'add',
      post: '/users',
      json: {},
      refuses: ['PUT' as const, 'DELETE' as const],
      expect: { status: 201 },
    },
  ];
  expect(check.instances(loadedWith(endpoints))).toMatchObject([
    { subject: 'add:PUT', params: { target: web, method: 'PUT', path: '/users' }, needs: ['api.status:add'] },
    { subject: 'add:DELETE' },
  ]);
  expect(check.instances(loadedWith(endpoints))[0]?.params).not.toHaveProperty('json');
});
