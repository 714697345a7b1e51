import { formatSize } from '../../config/units.ts';

/**
 * A bound that failsafe.yaml gives as a percentage or as a size; both arrive here as a number. No bound on memory or
 * disk is 100 bytes or less, so that is a percentage.
 */
export const isPercentage = (bound: number): boolean => bound <= 100;

/** The bound in bytes; undefined for a percentage of an unknown whole. */
export function boundInBytes(bound: number, whole: number | undefined): number | undefined {
  if (!isPercentage(bound)) return bound;
  return whole === undefined ? undefined : (whole * bound) / 100;
}

/** The bound as it was declared. */
export const formatBound = (bound: number): string =>
  isPercentage(bound) ? `${bound} %` : formatSize(bound);
