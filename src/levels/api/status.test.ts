import { describe, expect, test } from 'vitest';
import { check } from './status.ts';
import { answer, loadedWith } from './testing.ts';

const behind = { service: 'nginx', upstreams: ['users'] };
const asking = (status: number | number[] | undefined, more: object = {}) => ({
  expect: { status, ...more },
  method: 'GET',
  behind,
});

describe('api.status', () => {
  test.each<[number, number | number[] | undefined, string]>([
    [200, 200, 'pass OK'],
    [201, [200, 201], 'pass OK'],
    [405, 405, 'pass OK'],
    [302, undefined, 'pass OK'],
    [404, 200, 'fail HTTP_STATUS'],
    [404, undefined, 'fail HTTP_STATUS'],
    [500, undefined, 'fail HTTP_STATUS'],
    [200, 405, 'fail HTTP_STATUS'],
    [204, 200, 'fail HTTP_STATUS'],
    [502, 200, 'fail GATEWAY_ERROR'],
    [503, 200, 'fail GATEWAY_ERROR'],
    [504, undefined, 'fail GATEWAY_ERROR'],
    [503, 503, 'pass OK'],
  ])('%s where %j is expected gives %s', (seen, wanted, expected) => {
    const { status, code } = check.evaluate(answer({ status: seen }), asking(wanted));
    expect(`${status} ${code}`).toBe(expected);
  });

  test.each([
    [200, 404, /no such thing/],
    [201, [400, 422], /validate/],
    [200, 401, /credentials/],
    [404, 200, /route is missing/],
  ])('%s where %j is expected says what the handler must do', (seen, wanted, expected) => {
    const { fixes } = check.evaluate(answer({ status: seen }), asking(wanted));
    expect(fixes?.map(({ text }) => text).join()).toMatch(expected);
  });

  test.each<[object, string]>([
    [{}, 'warn REDIRECTED'],
    [{ status: 302 }, 'pass OK'],
    [{ headers: { Location: '/login' } }, 'pass OK'],
  ])('a redirect where %j is expected gives %s', (expect_, expected) => {
    const { status, code } = check.evaluate(answer({ status: 302, headers: { location: '/login' } }), {
      ...asking(undefined),
      expect: expect_,
    });
    expect(`${status} ${code}`).toBe(expected);
  });

  test.each<[string, object, string]>([
    ['', {}, 'fail EMPTY_BODY'],
    ['', { headers: { 'content-type': 'text/plain' } }, 'pass OK'],
    ['', { status: 204 }, 'pass OK'],
    ['{"status":"error","message":"no database"}', {}, 'fail ERROR_BODY'],
    ['{"success":false}', {}, 'fail ERROR_BODY'],
    ['{"errors":[{"message":"no"}]}', {}, 'fail ERROR_BODY'],
    ['{"status":500,"message":"no database"}', {}, 'fail ERROR_BODY'],
    ['{"statusCode":404,"message":"Not Found"}', {}, 'fail ERROR_BODY'],
    ['{"status":"DOWN"}', {}, 'fail ERROR_BODY'],
    ['{"status":"UP"}', {}, 'pass OK'],
    ['{"status":200}', {}, 'pass OK'],
    ['{"error":"no database"}', { headers: { 'content-type': 'text/html' } }, 'fail ERROR_BODY'],
    ['{"error":"no database"}', { headers: {} }, 'fail ERROR_BODY'],
    [
      `<br />\n<b>Fatal error</b>:  Uncaught PDOException: no in /a.php:3\n#0 {main}\n  thrown in <b>/a.php</b> on line <b>3</b>`,
      { headers: { 'content-type': 'text/html' } },
      'fail ERROR_BODY',
    ],
    [
      'Traceback (most recent call last):\n  File "app.py", line 3',
      { headers: { 'content-type': 'text/plain' } },
      'fail ERROR_BODY',
    ],
    [
      'what to do about &lt;b&gt;Fatal error&lt;/b&gt;',
      { headers: { 'content-type': 'text/html' } },
      'pass OK',
    ],
    ['{"users":[{"id":1},{"i', {}, 'fail NOT_JSON'],
    ['<b>Notice</b>: Undefined index{"users":[]}', {}, 'fail NOT_JSON'],
    ['\ufffd\ufffd', { validText: false }, 'fail NOT_JSON'],
    ['{"a":1}\n{"a":2}\n', {}, 'pass OK'],
    ['OK', {}, 'pass OK'],
    ['{"error":null,"errors":[],"ok":true}', {}, 'pass OK'],
    ['{"status":"success","data":{"error":"of somebody"}}', {}, 'pass OK'],
    ['[{"status":"error"}]', {}, 'pass OK'],
    ['{"status":"error"}', { status: 400 }, 'pass OK'],
  ])('of a body of which nothing is declared, %j with %j gives %s', (body, more, expected) => {
    const seen = answer({ body, ...more });
    const { status, code } = check.evaluate(seen, asking(seen.status));
    expect(`${status} ${code}`).toBe(expected);
  });

  test('an error in a body that is declared is what was asked for, and HEAD has no body', () => {
    const failed = answer({ body: '{"status":"fail"}' });
    expect(check.evaluate(failed, asking(200, { json: { '$.status': 'fail' } })).status).toBe('pass');
    expect(check.evaluate(answer({ body: '' }), { ...asking(200), method: 'HEAD' }).status).toBe('pass');
  });

  test('names the likely upstream and its log', () => {
    const verdict = check.evaluate(answer({ status: 502, body: 'Bad Gateway' }), asking(200));
    expect(verdict.message).toBe('status: expected 200, got 502 with Bad Gateway; behind the proxy: users');
    expect(verdict.fixes).toEqual([
      { text: 'Read the log of users at this time.', act: { action: 'logs', service: 'users' } },
      { text: expect.stringContaining('reload'), act: { action: 'restart', service: 'nginx' } },
    ]);
  });

  test.each([
    ['/users/1', ['users']],
    ['/socket.io/', ['users', 'client']],
    ['/?x=users', ['users', 'client']],
  ])('the likely upstream of %s is %j', (path, upstreams) => {
    const loaded = loadedWith([{ name: 'one', get: path, expect: { status: 200 } }]);
    expect(check.instances(loaded)[0]?.expectation.behind).toEqual({ service: 'nginx', upstreams });
  });

  test('knows nothing of what is behind an address', () => {
    const loaded = loadedWith([{ name: 'one', target: 'other', get: '/users', expect: { status: 200 } }]);
    expect(check.instances(loaded)[0]?.expectation.behind).toEqual({ upstreams: [] });
  });

  test('gives a hint for a status that says why', () => {
    const verdict = check.evaluate(answer({ status: 401 }), asking(200));
    expect(verdict.fixes?.[0]?.text).toContain('credentials');
  });
});

test('api.status is not content when one of several answers is not well', () => {
  const [instance] = check.instances(loadedWith([{ name: 'one', get: '/users', expect: { status: 200 } }]));
  if (instance === undefined) throw new Error('not applied');
  expect(instance.params.upstreams).toEqual(['users']);
  const judge = (...others: number[]) =>
    check.evaluate(
      answer({ others: others.map(status => answer({ status, body: 'no' })) }),
      instance.expectation,
    );
  expect(judge(500)).toMatchObject({ code: 'HTTP_STATUS', message: expect.stringContaining('not always') });
  expect(judge().status).toBe('pass');
});
