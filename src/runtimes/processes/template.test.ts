import { expect, test } from 'vitest';
import { fillTemplate, placeholdersOf } from './template.ts';

test.each([
  ['{{port}}', [{ text: '{{port}}', kind: 'port', service: undefined }]],
  ['{{ url:users }}', [{ text: '{{ url:users }}', kind: 'url', service: 'users' }]],
  ['{{}}', [{ text: '{{}}', kind: '', service: undefined }]],
  ['{port} { { port } } }}{{', []],
])('finds the placeholders of %s', (template, expected) => {
  expect(placeholdersOf(template)).toEqual(expected);
});

test('fills in each placeholder, and nothing in what was filled in', () => {
  const filled = fillTemplate('a {{port}} b {{url:x}}', ({ kind }) => `<{{${kind}}} $& $1>`);
  expect(filled).toBe('a <{{port}} $& $1> b <{{url}} $& $1>');
});
