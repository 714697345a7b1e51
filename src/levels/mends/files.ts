import type { Mend } from './mend.ts';

/** By rule. */
export const mends: Readonly<Record<string, Mend>> = {
  M05: ({ file }) => [{ file, executable: true }],
};
