/** Larger files are data, or made by a tool. */
export const MOST_BYTES = 2 ** 20;

const LOOKED_AT = 8192;

/** The text of a file; undefined when it is none, as git tells: a zero byte near the beginning. */
export function decodeText(content: Buffer): string | undefined {
  if (content.length > MOST_BYTES || content.subarray(0, LOOKED_AT).includes(0)) return undefined;
  return content.toString('utf8');
}
