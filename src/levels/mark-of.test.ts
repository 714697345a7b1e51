import { expect, test } from 'vitest';
import { markOf } from './mark-of.ts';

const answer = { url: 'http://a.test/users/1?x=1', status: 400, body: '{}', page: false };
const mark = (more: Partial<typeof answer>) => markOf({ ...answer, ...more });

test('answers that say nothing of a common cause have no mark', () => {
  expect([mark({}), mark({ status: 500 }), mark({ status: 200, body: '' })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('what is well by its status and the same for all comes from one that knows no paths', () => {
  const all = mark({ status: 200 });
  expect(all?.request).toBe(answer.url);
  expect(mark({ status: 200, url: 'http://a.test/auth' })?.cause).toBe(all?.cause);
  expect(mark({ status: 200, body: '[]' })?.cause).not.toBe(all?.cause);
});

test('whatever path it is, nothing answers behind the proxy', () => {
  expect(mark({ status: 502 })).toEqual(mark({ status: 503, url: 'http://a.test/auth' }));
});

test('a page for paths that begin alike has one cause, for others another', () => {
  const lost = mark({ page: true });
  expect(mark({ page: true, url: 'http://a.test/users' })).toEqual(lost);
  expect(mark({ page: true, url: 'http://a.test/auth/users' })).not.toEqual(lost);
});

test('not found with the same words has one cause, with words of its own another', () => {
  const lost = mark({ status: 404, body: 'Not Found' });
  expect(mark({ status: 404, body: 'Not Found', url: 'http://a.test/users' })).toEqual(lost);
  expect(mark({ status: 404, body: 'no user 7' })).not.toEqual(lost);
});
