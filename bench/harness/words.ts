import type { Reached } from './compare.ts';

/** `0.12 s`. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;

/** `120 MB`. */
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const MEASURES = { wallMs: 'time', cpuMs: 'CPU time', rssBytes: 'memory' };
const times = (ratio: number) => `${Number(ratio.toPrecision(2))}×`;

/** A goal and what came of it. */
export function goalText({ of, over, measure, atMost, ratio, middleHalf: [from, to] }: Reached): string {
  return `${MEASURES[measure]} of ${of}: ${times(ratio)} of ${over} (${times(from)}–${times(to)}), at most ${times(atMost)}`;
}
