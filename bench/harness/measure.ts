import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Contestant, Sample } from './benchmark.ts';
import { TICK_MS } from './process-tree.ts';
import { watchMemory } from './tree-memory.ts';

const SHOWN = 2000;

/** CPU time of all descendants of this process that have ended and were waited for, in steps of 10 ms. */
function cpuOfEnded(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  const [user = 0, system = 0] = fields.slice(13, 15).map(Number);
  return (user + system) * TICK_MS;
}

/**
 * Runs a contestant once, by itself, and measures its process tree.
 *
 * @throws Error when it ends with another exit code than it should, with the end of what it said
 */
export async function measure({
  name,
  command,
  cwd,
  env,
  exitCodes = [0],
  seen,
}: Contestant): Promise<Sample> {
  const [program, ...args] = command;
  const cpuBefore = cpuOfEnded();
  const begun = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const memory = watchMemory(child.pid ?? 0);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      said = (said + data).slice(-SHOWN);
    });
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    const wallMs = performance.now() - begun;
    if (!exitCodes.includes(code ?? -1)) throw new Error(`${name} ended with ${code}:\n${said}`);
    return { wallMs, cpuMs: cpuOfEnded() - cpuBefore, rssBytes: memory(), ...(await seen?.()) };
  } finally {
    memory();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}
