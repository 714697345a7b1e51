import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A browser whose parent was killed needs a moment to end, and writes until then. */
const ROUNDS = 6;
const PAUSE_MS = 500;

const [path = ''] = process.argv.slice(2);

// Its parent holds the other end: it closes when that one ends, however it ends
process.stdin.resume().once('close', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
    await sleep(PAUSE_MS);
  }
});
