import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpExpectation } from '../config/schema/expectation.ts';
import type { HttpAnswer } from '../model/observations/http.ts';
import { loadSchema } from './json-schema.ts';
import { judgeHttp } from './judge-http.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const HTML = { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>App</title>' };
const answer = (more: Partial<HttpAnswer> = {}): HttpAnswer => ({
  url: 'http://127.0.0.1/users',
  status: 200,
  headers: JSON_TYPE,
  cookies: [],
  body: '{"status":"success","data":{"users":[{"id":1}]}}',
  bytes: 48,
  cut: false,
  validText: true,
  durationMs: 10,
  firstByteMs: 9,
  ...more,
});
const schema = { type: 'object', required: ['data'], properties: { data: { type: 'object' } } };

describe('an answer', () => {
  test.each([gzipSync('{}'), gzipSync(gzipSync('{}'))])('that is still packed is told as that', bytes => {
    const body = new TextDecoder().decode(bytes);
    const [packed] = judgeHttp(answer({ body, validText: false }), { match: {} });
    expect(packed).toMatchObject({ code: 'NOT_JSON', got: expect.stringContaining('packed twice') });
  });

  test('that is late by less than is shown says by how much', () => {
    const [late] = judgeHttp(answer({ durationMs: 2000.4 }), { latency: { fail: 2000 } });
    expect(late).toMatchObject({ expected: 'at most 2 s', got: '2001 ms' });
  });

  test.each<[string, Partial<HttpAnswer>, HttpExpectation, string[]]>([
    ['of the right status', {}, { status: 200 }, []],
    ['of one of the statuses', { status: 201 }, { status: [200, 201] }, []],
    ['of the wrong status', { status: 404 }, { status: 200, json: { '$.x': 1 } }, ['HTTP_STATUS']],
    ['of a gateway', { status: 502 }, { status: 200 }, ['GATEWAY_ERROR']],
    ['of a gateway that was asked for', { status: 503 }, { status: 503 }, []],
    ['of 500 where no status is declared', { status: 500 }, { latency: { fail: 1000 } }, ['HTTP_STATUS']],
    [
      'of 302 where no status is declared',
      { status: 302 },
      { headers: { 'content-type': { exists: true } } },
      [],
    ],
    ['with a header', {}, { headers: { 'Content-Type': 'application/json' } }, []],
    ['without a header', {}, { headers: { 'x-a': { exists: true } } }, ['HTTP_HEADER']],
    [
      'with parameters of its media type',
      { headers: { 'content-type': 'Application/JSON; charset=utf-8' } },
      { contentType: 'application/json' },
      [],
    ],
    [
      'of another media type',
      { headers: { 'content-type': 'text/plain' } },
      { contentType: 'application/json' },
      ['CONTENT_TYPE'],
    ],
    ['of no media type', { headers: {} }, { contentType: 'application/json' }, ['CONTENT_TYPE']],
    [
      'with the values',
      {},
      { json: { '$.data.users[*].id': { above: 0 } }, match: { status: 'success' } },
      [],
    ],
    [
      'with an error in a 200',
      { body: '{"status":"fail"}' },
      { match: { status: 'success' } },
      ['HTTP_BODY_MISMATCH'],
    ],
    ['without the path', {}, { json: { '$.data.count': { above: 0 } } }, ['HTTP_BODY_MISMATCH']],
    ['that is the fallback page', HTML, { json: { '$.status': 'success' }, schema }, ['SPA_FALLBACK']],
    ['that is the fallback page, by media type', HTML, { contentType: 'application/json' }, ['SPA_FALLBACK']],
    ['that is a page with a JSON type', { body: '<html></html>' }, { schema }, ['SPA_FALLBACK']],
    ['that is a page as asked for', HTML, { contentType: 'text/html', body: { contains: 'App' } }, []],
    ['of JSON with type text/html', { headers: HTML.headers }, { match: { status: 'success' } }, []],
    ['that is an error page', { ...HTML, status: 404 }, { status: 404, match: {} }, ['NOT_JSON']],
    ['that is empty', { body: '  ' }, { schema }, ['EMPTY_BODY']],
    ['that is not JSON', { body: 'pong' }, { match: {} }, ['NOT_JSON']],
    ['that is not text', { body: '\ufffd', validText: false }, { match: {} }, ['NOT_JSON']],
    ['of JSON that is not UTF-8', { validText: false }, { match: {} }, ['JSON_NOT_UTF8']],
    ['of JSON in another charset', { charset: 'utf-16' }, { match: {} }, ['JSON_NOT_UTF8']],
    ['of text in another charset', { charset: 'utf-16' }, { body: { contains: 'success' } }, []],
    ['that is too large', { cut: true }, { match: {} }, ['BODY_TOO_LARGE']],
    ['that is too large for text', { cut: true }, { body: { contains: 'a' } }, ['BODY_TOO_LARGE']],
    ['against its schema', { body: '{"data":[]}' }, { schema }, ['SCHEMA_MISMATCH']],
    ['with the text', { body: 'pong' }, { body: 'pong' }, []],
    ['with other text', { body: 'pong' }, { body: { startsWith: 'ping' } }, ['HTTP_BODY_MISMATCH']],
    ['that is slow', { durationMs: 2001 }, { latency: { fail: 2000, warn: 500 } }, ['HTTP_SLOW']],
    [
      'that is rather slow',
      { durationMs: 600 },
      { latency: { fail: 2000, warn: 500 } },
      ['HTTP_SLOW warning'],
    ],
    ['that is quick', { durationMs: 500 }, { latency: { fail: 2000, warn: 500 } }, []],
    [
      'with several faults',
      { headers: {}, body: '{}' },
      { headers: { a: 'b' }, match: { status: 'x' }, schema },
      ['HTTP_HEADER', 'HTTP_BODY_MISMATCH', 'SCHEMA_MISMATCH'],
    ],
  ])('%s', (_, more, expectation, found) => {
    const judge = typeof expectation.schema === 'object' ? loadSchema('/', expectation.schema) : undefined;
    const codes = judgeHttp(answer(more), expectation, { schema: judge }).map(
      ({ code, warning }) => `${code}${warning ? ' warning' : ''}`,
    );
    expect(codes).toEqual(found);
  });

  test('is not judged without the schema that is declared', () => {
    expect(() => judgeHttp(answer(), { schema })).toThrow(TypeError);
  });

  test('that is a page is never a pass where JSON is asked for', () => {
    const wanted = fc.constantFrom<HttpExpectation>(
      { json: { '$.a': { exists: false } } },
      { match: {} },
      { schema: true as never },
      { contentType: 'application/problem+json' },
    );
    const page = fc.tuple(
      fc.constantFrom('<!DOCTYPE html>', '<html lang="en">', '\n<!-- x -->\n<!doctype html>'),
      fc.string(),
    );
    fc.assert(
      fc.property(
        wanted,
        page,
        fc.constantFrom('text/html', 'application/json', ''),
        (expectation, [start, rest], type) => {
          const served = answer({ headers: { 'content-type': type }, body: start + rest });
          expect(judgeHttp(served, expectation, { schema: () => [] }).length).toBeGreaterThan(0);
        },
      ),
    );
  });

  test('of an error status is never a pass unless it was asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), status => {
        expect(judgeHttp(answer({ status }), { match: { status: 'success' } }).length).toBeGreaterThan(0);
        expect(judgeHttp(answer({ status }), { status: [200, 201] }).length).toBeGreaterThan(0);
      }),
    );
  });
});
