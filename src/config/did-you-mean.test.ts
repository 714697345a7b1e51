import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from './did-you-mean.ts';

const KEYS = [
  'name',
  'target',
  'get',
  'post',
  'put',
  'patch',
  'expect',
  'startTimeout',
  'contentType',
  'port',
  'sql',
];

describe('what was meant', () => {
  test.each([
    ['nmae', 'name'],
    ['targt', 'target'],
    ['gte', 'get'],
    ['prot', 'port'],
    ['slq', 'sql'],
    ['EXPECT', 'expect'],
    ['start-timeout', 'startTimeout'],
    ['content_type', 'contentType'],
    ['xget', 'get'],
    ['expectt', 'expect'],
  ])('%s is %s', (name, meant) => {
    expect(nearest(name, KEYS)).toBe(meant);
  });

  test.each(['foo', 'xyz', 'x', '', 'timeouts-of-all', 'status'])('%j is nothing', name => {
    expect(nearest(name, KEYS)).toBeUndefined();
  });

  test('of equally near ones the first', () => {
    expect(nearest('pxst', ['post', 'past'])).toBe('post');
  });
});

test('without a near one, what there is', () => {
  expect(didYouMean('wbe', ['web'], 'none')).toBe('Did you mean "web"?');
  expect(didYouMean('nothing', ['web', 'db'], 'none')).toBe('There is: web, db.');
  expect(didYouMean('nothing', [], 'Declare one.')).toBe('Declare one.');
});
