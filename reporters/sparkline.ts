const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** A line of values as one word: from the least, or from `floor`, to the greatest. A gap is where nothing was seen. */
export function sparkline(values: readonly (number | null)[], floor?: number): string {
  const known = values.filter(value => value !== null);
  const least = Math.min(...known, floor ?? Number.POSITIVE_INFINITY);
  const range = Math.max(...known) - least;
  return values
    .map(value => {
      if (value === null) return ' ';
      const height = range === 0 ? 0 : Math.round(((value - least) / range) * (BARS.length - 1));
      return BARS[height];
    })
    .join('');
}
