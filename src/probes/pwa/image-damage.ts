import type { ImageFacts } from '../../model/observations/pwa.ts';
import { pngDamage } from './png-damage.ts';

const CUT_OFF = 'it is cut off';

function jpegEnds(bytes: Buffer): boolean {
  const scan = bytes.indexOf(Buffer.of(0xff, 0xda));
  // The end of an embedded thumbnail stands before the scan
  return scan !== -1 && bytes.lastIndexOf(Buffer.of(0xff, 0xd9)) > scan;
}

/** Some encoders fill up with zeros behind the end. */
function gifEnds(bytes: Buffer): boolean {
  let last = bytes.length - 1;
  while (bytes[last] === 0) last--;
  return bytes[last] === 0x3b;
}

function svgEnds(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return /<\/(?:\w+:)?svg\s*>/.test(text) || /\/>\s*$/.test(text.slice(-100));
}

async function icoDamage(bytes: Buffer): Promise<string | undefined> {
  for (let entry = 0; entry < bytes.readUInt16LE(4); entry++) {
    const [size, start] = [bytes.readUInt32LE(14 + 16 * entry), bytes.readUInt32LE(18 + 16 * entry)];
    const image = bytes.subarray(start, start + size);
    if (size === 0 || image.length < size) return CUT_OFF;
    const damage = image.toString('latin1', 1, 4) === 'PNG' ? await pngDamage(image, true) : undefined;
    if (damage !== undefined) return `its image ${entry + 1}: ${damage}`;
  }
  return undefined;
}

/**
 * What is wrong with an image whose header is well, if that shows: a PNG is unpacked; of the other formats only the end
 * is looked for. Of a file that was not read to its end (`whole` is false) little can be said.
 */
export async function imageDamage(
  bytes: Buffer,
  { format }: ImageFacts,
  whole: boolean,
): Promise<string | undefined> {
  if (format === 'png') return pngDamage(bytes, whole);
  if (!whole) return undefined;
  switch (format) {
    case 'ico':
      return icoDamage(bytes);
    case 'jpeg':
      return jpegEnds(bytes) ? undefined : CUT_OFF;
    case 'gif':
      return gifEnds(bytes) ? undefined : CUT_OFF;
    case 'webp':
      return bytes.readUInt32LE(4) + 8 <= bytes.length ? undefined : CUT_OFF;
    case 'svg':
      return svgEnds(bytes) ? undefined : CUT_OFF;
  }
}
