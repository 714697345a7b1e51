import { Readable } from 'node:stream';
import { crc32, createInflate } from 'node:zlib';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Length, type, checksum. */
const FRAME = 12;
/** Of an image that unpacks to more, the pixels are not looked at: 2896 pixels in square with eight bits and alpha. */
const MOST_UNPACKED = 32 * 2 ** 20;

/** Colour type → samples of a pixel, and the bits that one may have. */
const COLOURS: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

/** Adam7: where each pass begins and how far its pixels lie apart, across and down. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  readonly interlaced: boolean;
  readonly palette: boolean;
}

function readHeader(data: Buffer): Header | undefined {
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = data.subarray(8);
  const kind = COLOURS[colour];
  const [width, height] = data.length === 13 ? [data.readUInt32BE(0), data.readUInt32BE(4)] : [0, 0];
  if (!kind?.depths.includes(depth)) return undefined;
  if (width === 0 || height === 0 || compression !== 0 || filter !== 0 || interlace > 1) return undefined;
  return {
    width,
    height,
    bitsPerPixel: kind.samples * depth,
    interlaced: interlace === 1,
    palette: colour === 3,
  };
}

/** Each row has a byte more, for its filter. */
const bytesOf = (width: number, height: number, bitsPerPixel: number): number =>
  width <= 0 || height <= 0 ? 0 : height * (1 + Math.ceil((width * bitsPerPixel) / 8));

function unpackedBytes({ width, height, bitsPerPixel, interlaced }: Header): number {
  if (!interlaced) return bytesOf(width, height, bitsPerPixel);
  return PASSES.reduce(
    (sum, [x, y, across, down]) =>
      sum + bytesOf(Math.ceil((width - x) / across), Math.ceil((height - y) / down), bitsPerPixel),
    0,
  );
}

/** Unpacks piece by piece, and keeps none of it. */
async function pixelDamage(packed: readonly Buffer[], header: Header): Promise<string | undefined> {
  const expected = unpackedBytes(header);
  if (expected > MOST_UNPACKED) return undefined;
  let bytes = 0;
  try {
    for await (const piece of Readable.from(packed).pipe(createInflate()) as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > expected) return undefined;
    }
  } catch (error) {
    // Of what follows the last pixel, such as a checksum, browsers make nothing
    if (bytes === expected) return undefined;
    return `its pixels cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`;
  }
  return bytes < expected ? `it holds ${bytes} of ${expected} bytes of pixels` : undefined;
}

/**
 * What is wrong with a PNG behind its first bytes, if anything is: checksums of the parts that a browser must have, the
 * pixels, the end. Of a file that was not read to its end, `whole` is false.
 */
export async function pngDamage(bytes: Buffer, whole: boolean): Promise<string | undefined> {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return 'its signature is not that of a PNG';
  const pixels: Buffer[] = [];
  let header: Header | undefined;
  let palette = false;
  for (let at = SIGNATURE.length; at + FRAME <= bytes.length; ) {
    const end = at + FRAME + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, end - 4);
    if (!/^[A-Za-z]{4}$/.test(type)) return 'it has a part without a valid name';
    // Browsers leave out a part with a small letter that is damaged
    const needed = /^[A-Z]/.test(type) && type !== 'IEND';
    if (needed && crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4))
      return `the checksum of its part ${type} is wrong`;
    if (type === 'IHDR') header = readHeader(data);
    if (header === undefined) return 'its header is not valid';
    if (type === 'PLTE') palette = data.length > 0;
    if (type === 'IDAT') pixels.push(data);
    if (type === 'IEND') break;
    at = end;
  }
  if (!whole) return undefined;
  if (header === undefined) return 'it is cut off';
  if (pixels.length === 0) return 'it has no pixels (IDAT)';
  if (header.palette && !palette) return 'it has no palette (PLTE)';
  return pixelDamage(pixels, header);
}
