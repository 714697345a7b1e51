import type { Proof } from '../src/prove/proof.ts';

/** The proofs of faults that were made. */
export const madeOf = (proofs: readonly Proof[]): Proof[] =>
  proofs.filter(({ status }) => status !== 'skipped');

/** Milliseconds to the verdict, in the middle of these proofs; 0 of none. */
export function medianMs(proofs: readonly Proof[]): number {
  const times = proofs.map(({ detectMs }) => detectMs).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? 0;
}
