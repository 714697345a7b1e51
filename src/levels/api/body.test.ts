import { describe, expect, test } from 'vitest';
import type { HttpExpectation } from '../../config/schema/expectation.ts';
import type { HttpAnswer } from '../../model/observations/http.ts';
import { check } from './body.ts';
import { answer, loadedWith } from './testing.ts';

const success: HttpExpectation = { match: { status: 'success' } };

describe('api.body', () => {
  test.each<[Partial<HttpAnswer>, HttpExpectation, string]>([
    [{}, success, 'pass OK'],
    [{}, { json: { '$.users[*].id': { above: 0 } } }, 'pass OK'],
    [{ body: '{"status":"fail"}' }, success, 'fail HTTP_BODY_MISMATCH'],
    [{}, { json: { '$.users[*].email': { type: 'string' } } }, 'fail HTTP_BODY_MISMATCH'],
    [{ body: '' }, success, 'fail EMPTY_BODY'],
    [{ body: 'pong' }, success, 'fail NOT_JSON'],
    [{ body: '{"status":"success"' }, success, 'fail NOT_JSON'],
    [{ validText: false }, success, 'fail JSON_NOT_UTF8'],
    [{ cut: true }, success, 'fail BODY_TOO_LARGE'],
    [{ cut: true }, { body: { contains: 'success' } }, 'fail BODY_TOO_LARGE'],
    [{ body: 'pong' }, { body: 'pong' }, 'pass OK'],
    [{ body: 'pong\n' }, { body: 'pong' }, 'fail HTTP_BODY_MISMATCH'],
    [{ body: '' }, { body: '' }, 'pass OK'],
    [{ body: 'null' }, { match: null }, 'pass OK'],
    [{ body: '{}' }, { match: null }, 'fail HTTP_BODY_MISMATCH'],
  ])('%j by %j gives %s', (more, declared, expected) => {
    const { status, code } = check.evaluate(answer(more), { expect: declared });
    expect(`${status} ${code}`).toBe(expected);
  });

  test.each<[HttpExpectation, number]>([
    [{ status: 200 }, 0],
    [{ schema: { type: 'object' } }, 0],
    [{ match: null }, 1],
    [{ body: '' }, 1],
  ])('%j makes %s of it', (declared, count) => {
    expect(check.instances(loadedWith([{ name: 'one', get: '/one', expect: declared }]))).toHaveLength(count);
  });

  test('tells all that is wrong, and no secrets', () => {
    const seen = answer({ body: '{"status":"fail","auth_token":"opaque"}' });
    const declared = { json: { '$.status': 'success', '$.auth_token': { length: 100 } } };
    const verdict = check.evaluate(seen, { expect: declared });
    expect(verdict.message).toBe('$.status: expected "success", got "fail" (and 1 more)');
    expect(verdict.evidence?.mismatches).toHaveLength(2);
    expect(JSON.stringify(verdict)).not.toContain('opaque');
  });
});
