import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from '../../model/stack.ts';
import type { ProcessIdentity } from './process-tree.ts';
import type { ReadyProbe } from './run-plan.ts';

/** What the supervisor knows of one service. */
export interface ServiceRecord {
  /** `created`: waits for what it needs. */
  state: 'created' | 'running' | 'exited';
  /** The process that runs, or ran last. */
  process?: ProcessIdentity;
  exitCode?: number;
  /** The signal that ended it. */
  signal?: NodeJS.Signals;
  /** Restarts that somebody asked for and that have come to an end, good or bad. */
  restarts: number;
  declaredPort?: number;
  address?: Address;
  /** ISO 8601. */
  startedAt?: string;
  finishedAt?: string;
  ready: boolean;
  readonly probe: ReadyProbe;
  image: string;
  readonly log: string;
  /** When the log grew; see `log-times.ts`. */
  readonly times: string;
  /** Where in the log the output of the process that runs, or ran last, begins. */
  logStart: number;
}

/** The content of state.json. */
export interface RunState {
  readonly id: string;
  readonly project: string;
  /** Where the pids mean something; see `machine.ts`. */
  readonly machine: string;
  readonly supervisor: ProcessIdentity;
  readonly startedAt: string;
  readonly services: Record<string, ServiceRecord>;
}

const stateFile = (directory: string) => join(directory, 'state.json');

/** Reads state.json of a run; undefined when there is none, or none that can be read. */
export function readRunState(directory: string): RunState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(directory), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes state.json so that a reader sees the old one or the new one, whole. */
export function writeRunState(directory: string, state: RunState): void {
  const file = stateFile(directory);
  writeFileSync(`${file}.next`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
}
