import { open } from 'node:fs/promises';
import { ensureEngine } from '../ensure-engine.ts';
import type { PostgresServer, Program } from './server.ts';

/** A program, where it reads and writes, and how long it may. */
export interface ProgramRun {
  readonly server: PostgresServer;
  readonly database: string;
  readonly application: string;
  readonly signal: AbortSignal;
  /** File to read from. */
  readonly from?: string;
  /** File to write to. */
  readonly to?: string;
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}

/** What a program of PostgreSQL said when it did not end well. */
export class ProgramFailure extends Error {
  constructor(program: Program, said: string) {
    super(`${program}: ${said}`);
    this.name = 'ProgramFailure';
  }
}

const LAST_LINES = 4;

function lastWords(text: string): string {
  const lines = text.trim().split('\n');
  return lines.slice(-LAST_LINES).join('; ') || 'ended without a word';
}

/**
 * Runs a program to its end. What it wrote has reached the disk.
 *
 * @throws ProgramFailure; ProblemError ENGINE_UNREACHABLE when the engine of its container has gone away; the signal's reason when it was aborted
 */
export async function runProgram(program: Program, args: readonly string[], run: ProgramRun): Promise<void> {
  const { server, signal, from = '/dev/null', to = '/dev/null', ...rest } = run;
  const { failed, stderr, shortMessage } = await server.start(program, args, { ...rest, from, to, signal });
  signal.throwIfAborted();
  if (failed) {
    const said = lastWords(stderr || (shortMessage ?? ''));
    if (server.service !== undefined) await ensureEngine(`${program}: ${said}`, signal);
    throw new ProgramFailure(program, said);
  }
  if (run.to !== undefined) await syncFile(to);
}
