import { expect, test } from 'vitest';
import { markOf } from './mark-of.ts';

const answer = { url: 'http://a.test/users/1?x=1', status: 400, body: '{}', page: false };
const mark = (more: Partial<typeof answer>) => markOf({ ...answer, ...more });
const PAGE = '<html>Bad Gateway</html>';

test('whatever path it is, nothing answers behind the proxy', () => {
  const unavailable = mark({ status: 503, body: PAGE, url: 'http://a.test/auth' });
  expect(mark({ status: 502 })).toEqual({ ...unavailable, passesOn: true });
});

test('an application that takes no work speaks for itself', () => {
  const own = mark({ status: 503, body: '{"error":"the disk of the stock is full"}' });
  expect(own?.cause).not.toBe(mark({ status: 502, body: PAGE })?.cause);
  expect(own?.request).toBe(answer.url);
});

test('a page for paths that begin alike has one cause, for others another', () => {
  const lost = mark({ page: true });
  expect(lost?.request).toBeUndefined();
  expect(mark({ page: true, url: 'http://a.test/users' })?.cause).toBe(lost?.cause);
  expect(mark({ page: true, url: 'http://a.test/auth/users' })?.cause).not.toBe(lost?.cause);
  expect(mark({ status: 405, body: PAGE })?.cause).toBe(lost?.cause);
  expect(mark({ status: 405 })?.cause).not.toBe(lost?.cause);
});

test('a page may be what is said to everybody as well', () => {
  const said = mark({ page: true, body: PAGE })?.whole;
  expect(said).toEqual(mark({ body: PAGE }));
  expect(mark({ page: true, body: PAGE, url: 'http://a.test/auth' })?.whole?.cause).toBe(said?.cause);
});

test('not found with the same page has one cause; an application may find two things missing', () => {
  const lost = mark({ status: 404, body: PAGE });
  expect(lost?.request).toBeUndefined();
  expect(mark({ status: 404, body: PAGE, url: 'http://a.test/users' })).toEqual(lost);
  expect(mark({ status: 404, body: '<p>no user 7' })).not.toEqual(lost);
  expect(mark({ status: 404, body: '{"message":"Not found"}' })?.request).toBe(answer.url);
});

test('anything else may be what is said to everybody', () => {
  expect(mark({ body: '' })?.request).toBe(answer.url);
  const all = mark({});
  expect(all?.request).toBe(answer.url);
  expect(mark({ url: 'http://a.test/auth' })?.cause).toBe(all?.cause);
  expect(mark({ body: '[]' })?.cause).not.toBe(all?.cause);
  expect(mark({ status: 200 })?.cause).not.toBe(all?.cause);
});
