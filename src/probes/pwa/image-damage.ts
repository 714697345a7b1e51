import type { ImageFacts } from '../../model/observations/pwa.ts';
import { pngDamage } from './png-damage.ts';

const CUT_OFF = 'it is cut off';
const START_OF_SCAN = Buffer.of(0xff, 0xda);

/** An SVG whose root is closed; comments may follow. */
function svgEnds(bytes: Buffer): boolean {
  let text = bytes.toString('utf8').trimEnd();
  while (text.endsWith('-->')) text = text.slice(0, Math.max(0, text.lastIndexOf('<!--'))).trimEnd();
  if (/<\/(?:\w+:)?svg\s*>$/.test(text)) return true;
  const root = text.slice(text.search(/<(?:\w+:)?svg[\s/>]/));
  return root.endsWith('/>') && root.lastIndexOf('<') === 0;
}

async function icoDamage(bytes: Buffer): Promise<string | undefined> {
  for (let entry = 0; entry < bytes.readUInt16LE(4); entry++) {
    const [size, start] = [bytes.readUInt32LE(14 + 16 * entry), bytes.readUInt32LE(18 + 16 * entry)];
    const image = bytes.subarray(start, start + size);
    if (image.length === 0 || image.length < size / 2) return CUT_OFF;
    const damage = image.toString('latin1', 1, 4) === 'PNG' ? await pngDamage(image, true) : undefined;
    if (damage !== undefined) return `its image ${entry + 1}: ${damage}`;
  }
  return undefined;
}

/**
 * What is wrong with an image whose header is well, if that shows: a PNG is unpacked; of WebP and SVG the end is looked
 * for. Browsers show a JPEG or GIF as far as it goes. Of a file that was not read to its end (`whole` is false) little can be said.
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
      return bytes.includes(START_OF_SCAN) ? undefined : CUT_OFF;
    case 'webp':
      return bytes.readUInt32LE(4) + 8 <= bytes.length ? undefined : CUT_OFF;
    case 'svg':
      return svgEnds(bytes) ? undefined : CUT_OFF;
    default:
      return undefined;
  }
}
