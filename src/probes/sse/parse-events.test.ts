import { expect, test } from 'vitest';
import { createEventParser } from './parse-events.ts';

const events = (...chunks: string[]) => {
  const parse = createEventParser();
  return chunks.flatMap(parse).map(({ type, data }) => `${type}=${data}`);
};

test.each([
  ['one', ['data: a\n\n'], ['message=a']],
  ['without a blank', ['data:a\n\n'], ['message=a']],
  ['two blanks', ['data:  a\n\n'], ['message= a']],
  ['several lines', ['data: a\ndata: b\n\n'], ['message=a\nb']],
  ['a type', ['event: tick\ndata: 1\n\n'], ['tick=1']],
  ['a type of one event only', ['event: tick\ndata: 1\n\ndata: 2\n\n'], ['tick=1', 'message=2']],
  ['CRLF', ['data: a\r\n\r\n'], ['message=a']],
  ['CR', ['data: a\r\rdata: b\r\r\n'], ['message=a', 'message=b']],
  ['a byte order mark', ['\uFEFFdata: a\n\n'], ['message=a']],
  ['pieces', ['da', 'ta: a\r', '\n\r', '\ndata: b\n', '\n'], ['message=a', 'message=b']],
  ['an empty value', ['data\n\n'], ['message=']],
  ['a colon in the value', ['data: a: b\n\n'], ['message=a: b']],
  ['comments and other fields', [': hello\nid: 1\nretry: 10\ndata: a\n\n'], ['message=a']],
  ['a comment alone', [': hello\n\n'], []],
  ['a type alone', ['event: tick\n\ndata: a\n\n'], ['message=a']],
  ['not ended', ['data: a\n'], []],
  ['nothing', [''], []],
])('%s', (_, chunks, expected) => {
  expect(events(...chunks)).toEqual(expected);
});
