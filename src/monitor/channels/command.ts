import { execa } from 'execa';
import type { Channel } from '../notify.ts';

/** A program that gets the notice as JSON on its standard input; an exit code other than 0 is a failure. */
export const commandChannel =
  ([program = '', ...words]: readonly string[], root: string): Channel =>
  async (notice, signal) => {
    await execa(program, words, { cwd: root, input: JSON.stringify(notice), cancelSignal: signal });
  };
