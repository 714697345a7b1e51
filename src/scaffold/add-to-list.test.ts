import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { addToList } from './add-to-list.ts';

const MAP = 'check: a.b\ntarget: web';

test.each([
  ['no list', 'version: 1 # one\n', 'version: 1 # one\nlist:\n  - check: a.b\n    target: web\n'],
  ['no end of the last line', 'version: 1', 'version: 1\nlist:\n  - check: a.b\n    target: web\n'],
  [
    'a block list, a comment, and what comes after',
    'list:\n  # first\n  - { check: x.y } # kept\n\n# of after\nafter: 1\n',
    'list:\n  # first\n  - { check: x.y } # kept\n  - check: a.b\n    target: web\n\n# of after\nafter: 1\n',
  ],
  [
    'a list that is not indented',
    'list:\n- check: x.y\n  target: web\nafter: 1\n',
    'list:\n- check: x.y\n  target: web\n- check: a.b\n  target: web\nafter: 1\n',
  ],
  [
    'a list in brackets',
    'list: [{ check: x.y }] # kept\n',
    'list: [{ check: x.y }, { check: a.b, target: web }] # kept\n',
  ],
  ['an empty list', 'list: []\nafter: 1\n', 'list: [{ check: a.b, target: web }]\nafter: 1\n'],
])('%s', (_, text, wanted) => {
  const added = addToList(text, 'list', MAP) ?? '';
  expect(added).toBe(wanted);
  expect(parse(added).list.at(-1)).toEqual({ check: 'a.b', target: 'web' });
});

test.each(['list: text\n', 'list:\n', '[1]\n', '{ list: [1] }\n'])('%j cannot be added to', text => {
  expect(addToList(text, 'list', MAP)).toBeUndefined();
});
