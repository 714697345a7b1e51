import { isUtf8 } from 'node:buffer';
import { declaredEncoding } from '../../languages/python-encoding.ts';
import { MOST_BYTES_READ, type RawFile } from '../../model/observations/source.ts';

const LOOKED_AT = 8192;
const MARKS = { le: Buffer.from([0xff, 0xfe]), be: Buffer.from([0xfe, 0xff]) };

/** Most letters of a text in UTF-16 have a zero byte, on one side; a file of data has them on both. */
function sideOfZeros(head: Buffer): 'le' | 'be' | undefined {
  if (head.length % 2 !== 0) return undefined;
  if (head.subarray(0, 2).equals(MARKS.le)) return 'le';
  if (head.subarray(0, 2).equals(MARKS.be)) return 'be';
  if (!head.includes(0)) return undefined;
  const zeros = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const most = Math.max(even, odd);
  if (most === 0 || Math.min(even, odd) > 0 || most * 3 < head.length) return undefined;
  return odd > 0 ? 'le' : 'be';
}

function declaredDecoder(content: Buffer): TextDecoder | undefined {
  const name = declaredEncoding(content.toString('latin1', 0, LOOKED_AT))?.name;
  try {
    // Python's `latin-1` and `iso-latin-1` are `latin1` elsewhere
    const decoder = new TextDecoder(name?.replace(/^(?:iso[-_])?latin[-_]/, 'latin'));
    return decoder.encoding === 'utf-8' ? undefined : decoder;
  } catch {
    return undefined;
  }
}

/** The text of a file; none when it is no text, as git tells: a zero byte near the beginning that is not one of UTF-16. */
export function decodeText(content: Buffer): Pick<RawFile, 'text' | 'encoding'> {
  if (content.length > MOST_BYTES_READ) return {};
  const head = content.subarray(0, LOOKED_AT);
  const side = sideOfZeros(head);
  if (side !== undefined) {
    return { text: new TextDecoder(`utf-16${side}`).decode(content), encoding: 'utf-16' };
  }
  if (head.includes(0)) return {};
  if (isUtf8(content)) return { text: content.toString('utf8') };
  const decoder = declaredDecoder(content);
  return decoder === undefined
    ? { text: content.toString('utf8'), encoding: 'unknown' }
    : { text: decoder.decode(content), encoding: 'declared' };
}
