import type { ImageFacts, PixelSize } from '../../model/observations/pwa.ts';

const ascii = (bytes: Buffer, start: number, end: number) => bytes.toString('latin1', start, end);
const one = (format: ImageFacts['format'], width: number, height: number): ImageFacts => ({
  format,
  sizes: [{ width, height }],
});

function png(bytes: Buffer): ImageFacts | undefined {
  if (bytes.length < 24 || ascii(bytes, 1, 4) !== 'PNG' || ascii(bytes, 12, 16) !== 'IHDR') return undefined;
  return one('png', bytes.readUInt32BE(16), bytes.readUInt32BE(20));
}

function gif(bytes: Buffer): ImageFacts | undefined {
  if (bytes.length < 10 || ascii(bytes, 0, 4) !== 'GIF8') return undefined;
  return one('gif', bytes.readUInt16LE(6), bytes.readUInt16LE(8));
}

function webp(bytes: Buffer): ImageFacts | undefined {
  if (bytes.length < 30 || ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 12) !== 'WEBP') return undefined;
  switch (ascii(bytes, 12, 16)) {
    case 'VP8X':
      return one('webp', bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return one('webp', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8 ':
      return one('webp', bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
    default:
      return undefined;
  }
}

const isFrameHeader = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpeg(bytes: Buffer): ImageFacts | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (isFrameHeader(marker))
      return one('jpeg', bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function ico(bytes: Buffer): ImageFacts | undefined {
  if (bytes.length < 6 || bytes.readUInt32BE(0) !== 0x00000100) return undefined;
  const count = bytes.readUInt16LE(4);
  if (count === 0 || bytes.length < 6 + 16 * count) return undefined;
  const sizes: PixelSize[] = Array.from({ length: count }, (_, index) => ({
    width: bytes[6 + 16 * index] || 256,
    height: bytes[7 + 16 * index] || 256,
  }));
  return { format: 'ico', sizes };
}

/** What may stand before the root of a document, each with its end. */
const PROLOGUE: readonly (readonly [start: RegExp, end: string])[] = [
  [/^<!--/, '-->'],
  [/^<\?/, '?>'],
  [/^<!DOCTYPE[^>[]*\[/i, ']'],
  [/^<!DOCTYPE/i, '>'],
  // What is left of a declaration behind its brackets.
  [/^>/, '>'],
];

/** A document from its root on: each part of the prologue is looked for once, so that noise costs no time. */
function fromRoot(text: string): string {
  const rest = text.trimStart();
  const [, end] = PROLOGUE.find(([start]) => start.test(rest)) ?? [];
  const at = end === undefined ? -1 : rest.indexOf(end);
  return end === undefined || at === -1 ? rest : fromRoot(rest.slice(at + end.length));
}

function svg(bytes: Buffer): ImageFacts | undefined {
  const start = fromRoot(bytes.toString('utf8', 0, 4096).replace(/^\uFEFF/, ''));
  return /^<(\w+:)?svg[\s>]/.test(start) ? { format: 'svg', sizes: [] } : undefined;
}

/** Reads format and pixels from the header of an image; undefined when it is none of the formats of web icons. */
export function imageSize(bytes: Buffer): ImageFacts | undefined {
  return png(bytes) ?? webp(bytes) ?? jpeg(bytes) ?? gif(bytes) ?? ico(bytes) ?? svg(bytes);
}
