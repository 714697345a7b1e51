import { expect, test } from 'vitest';
import { png } from '../../../tests/support/png.ts';
import { imageSize } from './image-size.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

/** The first bytes of files as encoders write them. */
const HEADERS: [name: string, file: Buffer, expected: string][] = [
  ['PNG', png(192), 'png 192x192'],
  ['PNG that is not square', png(3, 5), 'png 3x5'],
  ['GIF', bytes('GIF89a', [0x40, 0x01, 0xf0, 0x00]), 'gif 320x240'],
  [
    'WebP with loss',
    bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0, 0x30, 1, 0, 0x9d, 1, 0x2a, 0x40, 0x01, 0xf0, 0x00]),
    'webp 320x240',
  ],
  [
    'WebP without loss',
    bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0, 0x2f, 0x3f, 0xc1, 0x3b, 0x00, 0, 0, 0, 0, 0]),
    'webp 320x240',
  ],
  [
    'WebP with more',
    bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0x10, 0, 0, 0, 0x3f, 1, 0, 0xef, 0, 0]),
    'webp 320x240',
  ],
  [
    'JPEG',
    bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xff, 0xc2, 0, 17, 8, 0x00, 0xf0, 0x01, 0x40, 3]),
    'jpeg 320x240',
  ],
  [
    'ICO',
    bytes([0, 0, 1, 0, 2, 0], [16, 16, ...Array(14).fill(0)], [0, 0, ...Array(14).fill(0)]),
    'ico 16x16 256x256',
  ],
  ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'), 'svg'],
  [
    'SVG with a prologue',
    Buffer.from(
      '\uFEFF<?xml version="1.0"?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD" "x">\n<svg:svg >',
    ),
    'svg',
  ],
];

test.each(HEADERS)('%s', (_, file, expected) => {
  const { format, sizes = [] } = imageSize(file) ?? {};
  expect([format, ...sizes.map(({ width, height }) => `${width}x${height}`)].join(' ')).toBe(expected);
});

test.each([
  ['nothing', ''],
  ['a page', '<!doctype html><html><svg></svg></html>'],
  ['JSON', '{"svg":1}'],
  ['text that begins like a GIF', 'GIF'],
  ['a PNG that was cut off', png(1).toString('latin1').slice(0, 20)],
  ['a JPEG without a frame', '\xff\xd8\xff\xd9'],
  ['a RIFF of another kind', `RIFF\0\0\0\0WAVE${'\0'.repeat(20)}`],
  ['an ICO without images', '\0\0\x01\0\0\0'],
])('no image: %s', (_, text) => {
  expect(imageSize(Buffer.from(text, 'latin1'))).toBeUndefined();
});

test.each(HEADERS)('any part of a %s is read without an exception', (_, file) => {
  for (let length = 0; length < file.length; length++) {
    expect(() => imageSize(file.subarray(0, length))).not.toThrow();
  }
});
