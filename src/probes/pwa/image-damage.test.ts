import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { chunk, png } from '../../../tests/support/png.ts';
import type { ImageFacts } from '../../model/observations/pwa.ts';
import { imageDamage } from './image-damage.ts';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const END = chunk('IEND', Buffer.alloc(0));
const PALETTE = chunk('PLTE', Buffer.alloc(6));

function header(width: number, height: number, depth: number, colour: number, interlace = 0): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, interlace], 8);
  return chunk('IHDR', data);
}

const pixels = (bytes: number) => chunk('IDAT', deflateSync(Buffer.alloc(bytes)));
const file = (...parts: readonly Buffer[]) => Buffer.concat([SIGNATURE, ...parts]);
const flipped = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
};
const damageOf = (bytes: Buffer, format: ImageFacts['format'] = 'png', whole = true) =>
  imageDamage(bytes, { format, sizes: [] }, whole);

const good = png(192);
const [first, second] = [
  deflateSync(Buffer.alloc(12)).subarray(0, 5),
  deflateSync(Buffer.alloc(12)).subarray(5),
];

describe('PNG', () => {
  test.each<[string, Buffer]>([
    ['of one colour', good],
    ['of one pixel', png(1)],
    ['black and white: bits fill up to a byte in each row', file(header(9, 2, 1, 0), pixels(2 * 3), END)],
    ['with a palette', file(header(3, 3, 4, 3), PALETTE, pixels(3 * 3), END)],
    ['with alpha and 16 bits', file(header(2, 2, 16, 6), pixels(2 * 17), END)],
    ['interlaced, of 8 pixels', file(header(8, 8, 8, 0, 1), pixels(8 * 8 + 15), END)],
    ['interlaced, of one pixel', file(header(1, 1, 8, 0, 1), pixels(2), END)],
    ['in two parts', file(header(3, 3, 8, 0), chunk('IDAT', first), chunk('IDAT', second), END)],
    ['with more than its pixels', file(header(2, 2, 8, 0), pixels(100), END)],
    [
      'with a damaged remark',
      file(header(1, 1, 8, 0), flipped(chunk('tEXt', Buffer.alloc(4)), 9), pixels(2), END),
    ],
    ['with something behind its end', Buffer.concat([good, Buffer.from('more')])],
    ['too large to be unpacked', file(header(2 ** 31 - 1, 2 ** 31 - 1, 16, 6), pixels(10), END)],
  ])('well: %s', async (_, bytes) => {
    expect(await damageOf(bytes)).toBeUndefined();
  });

  test.each<[string, Buffer, RegExp]>([
    ['a bit of its pixels', flipped(good, 60), /checksum of its part IDAT/],
    ['a bit of its header', flipped(good, 20), /checksum of its part IHDR/],
    ['cut off in its pixels', good.subarray(0, 100), /no pixels/],
    ['cut off in its header', good.subarray(0, 30), /cut off/],
    ['only its header', good.subarray(0, 33), /no pixels/],
    ['an empty palette', file(header(1, 1, 8, 3), chunk('PLTE', Buffer.alloc(0)), pixels(2), END), /palette/],
    ['a palette of more bits than there are', file(header(1, 1, 16, 3), pixels(3), END), /header/],
    [
      'line ends rewritten',
      Buffer.from(good.toString('latin1').replace('\r\n', '\n'), 'latin1'),
      /signature/,
    ],
    ['as text', Buffer.from(good.toString('utf8'), 'utf8'), /signature/],
    ['no pixels', file(header(1, 1, 8, 0), END), /no pixels/],
    ['no palette', file(header(1, 1, 8, 3), pixels(2), END), /no palette/],
    ['too few pixels', file(header(8, 8, 8, 0), pixels(71), END), /71 of 72 bytes/],
    [
      'noise with a right checksum',
      file(header(8, 8, 8, 0), chunk('IDAT', Buffer.alloc(40, 7)), END),
      /cannot be unpacked/,
    ],
    ['pixels that end too early', file(header(3, 3, 8, 0), chunk('IDAT', first), END), /cannot be unpacked/],
    ['a colour type that does not exist', file(header(1, 1, 8, 5), pixels(2), END), /header is not valid/],
    [
      'noise in place of a part',
      file(header(1, 1, 8, 0), chunk('\x1b[2J', Buffer.alloc(9)), END),
      /valid name/,
    ],
    ['no width', file(header(0, 1, 8, 0), pixels(2), END), /header is not valid/],
    ['pixels before the header', file(pixels(2), header(1, 1, 8, 0), END), /header is not valid/],
  ])('damaged: %s', async (_, bytes, expected) => {
    expect(await damageOf(bytes)).toMatch(expected);
  });

  test('of a file that was not read to its end, its end is not missed', async () => {
    expect(await damageOf(good.subarray(0, 100), 'png', false)).toBeUndefined();
  });

  test('a bomb costs neither memory nor time', async () => {
    const bomb = file(header(4, 4, 8, 0), pixels(200 * 2 ** 20), END);
    const before = process.memoryUsage().arrayBuffers;
    const startedAt = performance.now();
    expect(await damageOf(bomb)).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 2 ** 20);
  });

  test('any part of it is read without an exception', async () => {
    for (let length = 24; length < good.length; length += 7) await damageOf(good.subarray(0, length));
  });
});

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

/** A directory with one image of this size at this place. */
const ico = (size: number, start: number) => {
  const entry = Buffer.alloc(16);
  entry.writeUInt32LE(size, 8);
  entry.writeUInt32LE(start, 12);
  return Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0]), entry]);
};

const jpegHead = [0xff, 0xd8, 0xff, 0xe1, 0, 4, 0xff, 0xd9];

test.each<[string, ImageFacts['format'], Buffer, string | undefined]>([
  ['a JPEG', 'jpeg', bytes(jpegHead, [0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]), undefined],
  [
    'a JPEG without its end, which browsers show',
    'jpeg',
    bytes(jpegHead, [0xff, 0xda, 0, 2, 1, 2]),
    undefined,
  ],
  ['a JPEG without a scan', 'jpeg', bytes(jpegHead), 'it is cut off'],
  ['a GIF', 'gif', bytes('GIF89a', [1, 2, 0x3b, 0, 0]), undefined],
  ['a GIF with a line behind its end', 'gif', bytes('GIF89a', [1, 2, 0x3b, 10]), undefined],
  ['a WebP', 'webp', bytes('RIFF', [8, 0, 0, 0], 'WEBPVP8 '), undefined],
  ['a WebP that lacks a byte', 'webp', bytes('RIFF', [9, 0, 0, 0], 'WEBPVP8 '), 'it is cut off'],
  ['an SVG', 'svg', bytes('<svg><path/></svg>\n<!-- made by hand -->'), undefined],
  ['an SVG with a prefix', 'svg', bytes('<s:svg><path/></s:svg >'), undefined],
  ['an empty SVG', 'svg', bytes('<svg />'), undefined],
  ['an SVG that closes itself, with a comment', 'svg', bytes('<svg/><!-- x -->'), undefined],
  ['an SVG that is cut behind a part', 'svg', bytes('<svg><path d="M0 0"/>'), 'it is cut off'],
  ['an SVG that is cut behind an inner one', 'svg', bytes('<svg><svg></svg><path/>'), 'it is cut off'],
  ['an SVG without its end', 'svg', bytes('<svg><path d="M0'), 'it is cut off'],
  ['an ICO with a bitmap', 'ico', Buffer.concat([ico(4, 22), Buffer.alloc(4)]), undefined],
  ['an ICO with a PNG', 'ico', Buffer.concat([ico(good.length, 22), good]), undefined],
  ['an ICO that counts too far', 'ico', Buffer.concat([ico(45, 22), Buffer.alloc(40)]), undefined],
  ['an ICO that is too short', 'ico', Buffer.concat([ico(9, 22), Buffer.alloc(4)]), 'it is cut off'],
  ['an ICO with nothing', 'ico', ico(0, 22), 'it is cut off'],
  [
    'an ICO with a damaged PNG',
    'ico',
    Buffer.concat([ico(good.length, 22), flipped(good, 60)]),
    'its image 1: the checksum of its part IDAT is wrong',
  ],
])('%s', async (_, format, content, expected) => {
  expect(await damageOf(content, format)).toBe(expected);
  if (format !== 'ico' || expected === 'it is cut off')
    expect(await damageOf(content, format, false)).toBeUndefined();
});
