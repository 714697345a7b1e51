/** How many values fell into each class: classes grow by 4 %, so a percentile is at most 4 % above the truth. Mergeable, and JSON. */
export type Histogram = Record<number, number>;

const GROWTH = Math.log(1.04);
const LEAST = 0.01;

const classOf = (value: number): number => Math.round(Math.log(Math.max(LEAST, value)) / GROWTH);
/** No value of the class exceeds it. */
const topOf = (index: number): number => (index === classOf(0) ? 0 : Math.exp((index + 0.5) * GROWTH));

/** Counts a value in. */
export function add(histogram: Histogram, value: number): void {
  const index = classOf(value);
  histogram[index] = (histogram[index] ?? 0) + 1;
}

/** All values of several. */
export function merge(histograms: readonly Histogram[]): Histogram {
  const all: Histogram = {};
  for (const one of histograms)
    for (const [index, count] of Object.entries(one)) all[Number(index)] = (all[Number(index)] ?? 0) + count;
  return all;
}

/** The value that `percent` of all do not exceed; undefined where there is none. */
export function percentile(histogram: Histogram, percent: number): number | undefined {
  const classes = Object.entries(histogram)
    .map(([index, count]) => [Number(index), count] as const)
    .sort(([one], [other]) => one - other);
  const total = classes.reduce((sum, [, count]) => sum + count, 0);
  let rank = Math.max(1, Math.ceil((percent / 100) * total));
  for (const [index, count] of classes) {
    rank -= count;
    if (rank <= 0) return topOf(index);
  }
  return undefined;
}
