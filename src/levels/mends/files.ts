import { type Mend, replacing } from './mend.ts';

/** By rule. */
export const mends: Readonly<Record<string, Mend>> = {
  D05: replacing(/ADD\b/iy, () => 'COPY'),
  M05: ({ file }) => [{ file, executable: true }],
};
