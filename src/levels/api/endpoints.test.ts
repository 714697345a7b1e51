import { describe, expect, test } from 'vitest';
import type { ApiEndpoint } from '../../config/schema/api.ts';
import type { HttpExpectation } from '../../config/schema/expectation.ts';
import { check as body } from './body.ts';
import { endpointsOf, isNoPage } from './endpoints.ts';
import { check as headers } from './headers.ts';
import { check as latency } from './latency.ts';
import { check as notAPage } from './not-a-page.ts';
import { check as schema } from './schema.ts';
import { check as status } from './status.ts';
import { loadedWith, web } from './testing.ts';

const everything: ApiEndpoint = {
  name: 'users.add',
  post: '/users',
  headers: { 'X-Mine': 'yes' },
  json: { name: '{{unique}}' },
  tags: ['smoke'],
  needs: ['database'],
  timeout: 900,
  eventually: 3000,
  expect: {
    status: 201,
    contentType: 'application/json',
    match: { status: 'success' },
    schema: { type: 'object' },
    latency: { warn: 100 },
  },
};

describe('the checks of one endpoint', () => {
  const loaded = loadedWith([everything]);
  const instances = [notAPage, status, headers, schema, body, latency].flatMap(check =>
    check.instances(loaded).map(instance => ({ id: `${check.id}:${instance.subject}`, ...instance })),
  );

  test('share one request, so that it is sent once', () => {
    expect(instances).toHaveLength(6);
    const requests = new Set(instances.map(({ params }) => JSON.stringify(params)));
    expect([...requests].map(text => JSON.parse(text))).toEqual([
      {
        target: web,
        method: 'POST',
        path: '/users',
        headers: { 'X-Mine': 'yes' },
        json: { name: '{{unique}}' },
      },
    ]);
  });

  test('wait for one another: page, status, shape, values', () => {
    expect(Object.fromEntries(instances.map(({ id, needs }) => [id, needs]))).toEqual({
      'api.not-a-page:users.add': ['database'],
      'api.status:users.add': ['database', 'api.not-a-page:users.add'],
      'api.headers:users.add': ['database', 'api.status:users.add'],
      'api.schema:users.add': ['database', 'api.status:users.add'],
      'api.body:users.add': ['database', 'api.status:users.add', 'api.schema:users.add'],
      'api.latency:users.add': ['database', 'api.status:users.add'],
    });
  });

  test('take over tags and times', () => {
    for (const instance of instances) {
      expect(instance).toMatchObject({ tags: ['smoke'], timeoutMs: 900, eventuallyMs: 3000 });
    }
  });

  test('are only those that something is declared for', () => {
    const small = loadedWith([{ name: 'ping', get: '/ping', expect: { latency: { fail: 1 } } }], {
      timeout: 700,
    });
    const ids = [notAPage, status, headers, schema, body, latency].flatMap(check =>
      check.instances(small).map(({ subject, timeoutMs }) => `${check.id}:${subject} ${timeoutMs}`),
    );
    expect(ids).toEqual(['api.not-a-page:ping 700', 'api.status:ping 700', 'api.latency:ping 700']);
  });
});

test.each<[string, string, HttpExpectation, boolean]>([
  ['JSON by path', '/', { json: { '$.a': 1 } }, true],
  ['JSON by media type', '/', { contentType: 'application/problem+json' }, true],
  ['nothing but a status', '/users', { status: 200 }, true],
  ['nothing but a status, of the root', '/', { status: 200 }, false],
  ['nothing but a status, of the root with a query', '/?a=1', { status: 200 }, false],
  ['nothing but a status, of a page', '/about.html', { status: 200 }, false],
  ['a page by media type', '/about', { contentType: 'text/html' }, false],
  ['a page by header', '/about', { headers: { 'Content-Type': { contains: 'html' } } }, false],
  ['a text', '/about', { body: { contains: 'Shop' } }, false],
  ['a header', '/users', { headers: { 'X-Total': '1' } }, true],
])('%s at %s must not be a page: %j %s', (_, path, declared, expected) => {
  const [endpoint] = endpointsOf(loadedWith([{ name: 'one', get: path, expect: declared }]));
  expect(endpoint && isNoPage(endpoint)).toBe(expected);
});

test('an endpoint without a target is a fault of failsafe.yaml', () => {
  const endpoints = [{ name: 'one', target: 'nobody', get: '/', expect: { status: 200 } }];
  expect(() => endpointsOf(loadedWith(endpoints))).toThrow('the endpoint one names no web target');
});
