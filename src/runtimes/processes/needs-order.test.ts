import { expect, test } from 'vitest';
import { needsOrder } from './needs-order.ts';

const names = (services: Record<string, string[]>) => {
  const order = needsOrder(Object.entries(services).map(([name, needs]) => ({ name, needs })));
  return 'ring' in order ? { ring: order.ring } : order.ordered.map(({ name }) => name);
};

test.each<[string, Record<string, string[]>, unknown]>([
  ['none', {}, []],
  ['as declared', { a: [], b: [] }, ['a', 'b']],
  ['what is needed comes first', { web: ['api'], api: ['db'], db: [] }, ['db', 'api', 'web']],
  ['a ring', { a: [], b: ['c'], c: ['b'], d: ['c'] }, { ring: ['b', 'c', 'd'] }],
  ['itself', { a: ['a'] }, { ring: ['a'] }],
])('%s', (_name, services, expected) => {
  expect(names(services)).toEqual(expected);
});
