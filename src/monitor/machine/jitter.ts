const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** A number from 0 to 1 that follows from a text alone (FNV-1a): the machine stays pure, and its jitter repeatable. */
export function chance(text: string): number {
  let hash = OFFSET;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), PRIME) >>> 0;
  // The last bits of similar texts differ most: have them move the first ones.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return ((hash ^ (hash >>> 12)) >>> 0) / 2 ** 32;
}

/** Equal jitter: half of the delay for certain, the other half by chance. */
export const withJitter = (delayMs: number, text: string): number =>
  Math.round(delayMs / 2 + (delayMs / 2) * chance(text));
