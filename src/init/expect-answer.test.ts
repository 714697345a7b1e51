import { describe, expect, test } from 'vitest';
import { answer } from '../levels/connectivity/testing.ts';
import { expectAnswer } from './expect-answer.ts';

const json = (body: unknown) =>
  answer({ body: JSON.stringify(body), headers: { 'content-type': 'application/json; charset=utf-8' } });

describe('what two answers let one expect', () => {
  test.each<[unknown, unknown, unknown]>([
    [{ status: 'ok' }, { status: 'ok' }, { '$.status': 'ok' }],
    [
      { ok: true, at: 1 },
      { ok: true, at: 2 },
      { '$.ok': true, '$.at': { type: 'number' } },
    ],
    [{ status: 'a' }, { status: 'b' }, { '$.status': { type: 'string' } }],
    [{ count: 3 }, { count: 3 }, { '$.count': { type: 'number' } }],
    [{ next: null }, { next: 'page' }, { '$.next': { exists: true } }],
    [{ a: 1, gone: 2 }, { a: 1 }, { '$.a': { type: 'number' } }],
    [{ 'a b': 1 }, { 'a b': 1 }, { $: { type: 'object' } }],
    [[1], [], { $: { type: 'array' } }],
  ])('%j and %j', (first, second, fields) => {
    expect(expectAnswer(json(first), json(second))).toEqual({
      status: 200,
      contentType: 'application/json',
      json: fields,
    });
  });

  test('a page, an empty answer, and what is called JSON and is none', () => {
    const page = answer({ body: '<p>', headers: { 'content-type': 'text/html' } });
    expect(expectAnswer(page, page)).toEqual({ status: 200, contentType: 'text/html' });
    const empty = answer({ status: 204 });
    expect(expectAnswer(empty, empty)).toEqual({ status: 204 });
    const broken = answer({ body: '{', headers: { 'content-type': 'application/json' } });
    expect(expectAnswer(broken, broken)).toEqual({ status: 200, contentType: 'application/json' });
  });
});
