/** The same values at each run, put together when it runs: no secret stands in the repository. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const next = random(2026);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const take = (length: number, from: string) =>
  Array.from({ length }, () => from[Math.floor(next() * from.length)]).join('');
export const ALPHANUMERIC = `${LETTERS}0123456789`;
export const HEX = '0123456789abcdef';

/** What people and programs make up. */
export const VALUES: readonly (() => string)[] = [
  () => take(24, ALPHANUMERIC),
  () => `${take(4, LETTERS)}${take(2, '23456789')}!${take(5, ALPHANUMERIC)}9z`,
  () => take(40, HEX),
  () => `${take(43, `${ALPHANUMERIC}+/`)}=`,
];

/** A file, and what is written into it. */
export type Place = [path: string, write: (value: string) => string];

/** A compose file of one service. */
export const compose = (...lines: readonly string[]) =>
  `services:\n  web:\n    image: shop:1\n${lines.map(line => `    ${line}\n`).join('')}`;
