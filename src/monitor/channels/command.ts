import { execa } from 'execa';
import type { Channel } from '../notify.ts';

/** What the program has written is read for so long after its end. */
const LAST_WORDS_MS = 500;

/** A program that gets the notice as JSON on its standard input; an exit code other than 0 is a failure. */
export const commandChannel =
  ([program = '', ...words]: readonly string[], root: string): Channel =>
  async (notice, signal) => {
    const running = execa(program, words, {
      cwd: root,
      input: JSON.stringify(notice),
      cancelSignal: signal,
    });
    // What it leaves in the background may hold its output open for ever
    running.nodeChildProcess.once('exit', () => {
      setTimeout(() => {
        running.stdout.destroy();
        running.stderr.destroy();
      }, LAST_WORDS_MS).unref();
    });
    await running;
  };
