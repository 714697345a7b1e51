import { expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';

const utf16 = (text: string, mark = false) => Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le');

test.each<[string, Buffer, ReturnType<typeof decodeText>]>([
  ['nothing', Buffer.alloc(0), { text: '' }],
  ['a line break', Buffer.from('\n'), { text: '\n' }],
  ['UTF-8', Buffer.from('naïve'), { text: 'naïve' }],
  ['UTF-16 without a mark', utf16('key: value'), { text: 'key: value', encoding: 'utf-16' }],
  ['UTF-16 with a mark', utf16('é', true), { text: 'é', encoding: 'utf-16' }],
  ['data', Buffer.from([0, 0, 1, 0, 2, 0, 0, 3]), {}],
  ['half a letter more than UTF-16', Buffer.from([100, 0, 255]), {}],
  ['one zero', Buffer.from('a long enough text\0'), {}],
  [
    'Latin-1 that says so',
    Buffer.from('# coding: latin-1\n\xe9', 'latin1'),
    { text: '# coding: latin-1\né', encoding: 'declared' },
  ],
  ['Latin-1 that does not', Buffer.from('\xe9', 'latin1'), { text: '\uFFFD', encoding: 'unknown' }],
])('%s', (_name, content, expected) => {
  expect(decodeText(content)).toEqual(expected);
});
