import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine } from '../docker/engine.ts';
import type { SweeperMessage } from './start-sweeper.ts';
import { sweep } from './sweep.ts';

/**
 * The side process of a run. It waits until its standard input ends, which is when the run's process ends, however
 * that comes about, and then removes what is left of the run.
 */

const QUIET_LOOKS = 3;
const PAUSE_MS = 500;
const PATIENCE_MS = 60_000;

let run: Extract<SweeperMessage, { project: string }> | undefined;
const children = new Set<number>();

function listen(message: SweeperMessage): void {
  if ('project' in message) run = message;
  else if ('started' in message) children.add(message.started);
  else if ('ended' in message) children.delete(message.ended);
  else run = undefined;
}

/** A compose that outlived the run would go on making containers. It leads a process group of its own. */
function killChildren(): void {
  for (const pid of children) {
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch {
      // It has ended in the meantime
    }
  }
}

/** The engine may still be making what it was asked for: swept is what has stayed empty for a while. */
async function sweepUntilQuiet(project: string): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  for (let quiet = 0; quiet < QUIET_LOOKS && !patience.aborted; ) {
    const found = await sweep(openEngine(), project, patience).catch(() => 1);
    quiet = found === 0 ? quiet + 1 : 0;
    if (quiet < QUIET_LOOKS) await sleep(PAUSE_MS);
  }
}

for await (const line of createInterface({ input: process.stdin })) listen(JSON.parse(line));
killChildren();
if (run !== undefined) {
  await sweepUntilQuiet(run.project);
  await rm(run.folder, { recursive: true, force: true });
}
