import { expect, test } from 'vitest';
import { parseTagFilter } from './tag-filter.ts';

test.each([
  ['api', ['api'], true],
  ['api', ['apis'], false],
  ['not api', ['db'], true],
  ['!api', ['api'], false],
  ['api and db', ['api', 'db'], true],
  ['api && db', ['api'], false],
  ['a or b and c', ['a'], true],
  ['(a or b) and c', ['a'], false],
  ['(a || b) && !c', ['b'], true],
  ['db-*', ['db-slow'], true],
  ['db.x', ['dbyx'], false],
  ['android', ['android'], true],
  ['NOT a AND b', ['b'], true],
] as const)('%s on %j is %s', (expression, tags, selected) => {
  expect(parseTagFilter(expression)(tags)).toBe(selected);
});

test.each(['', '(a', 'a b', 'and', 'a or', 'a)', '!'])('"%s" is a syntax error', expression => {
  expect(() => parseTagFilter(expression)).toThrow(SyntaxError);
});
