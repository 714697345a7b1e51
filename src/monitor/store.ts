import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolder } from '../config/own-folder.ts';
import { emptyState, type MonitorState } from './machine/state.ts';
import { appendDurably, writeDurably } from './write-durably.ts';

const FOLDER = 'monitor';
const MOST_AUDIT_BYTES = 10_000_000;

/** Where a monitor keeps what outlives it. */
export const monitorFolder = (root: string): string => join(root, '.failsafe', FOLDER);
/** The same, made where it is missing. */
export const makeMonitorFolder = (root: string): Promise<string> => ownFolder(root, FOLDER);

const stateFile = (folder: string) => join(folder, 'state.json');
const auditFile = (folder: string) => join(folder, 'audit.jsonl');

/** The state that a monitor has left; undefined when none has, or none that can be read. */
export function readState(folder: string): MonitorState | undefined {
  try {
    const state: MonitorState = JSON.parse(readFileSync(stateFile(folder), 'utf8'));
    return state.version === 1 ? state : undefined;
  } catch {
    return undefined;
  }
}

/** An entry of the audit log: an act with what was seen before, or what came of it. */
export interface AuditEntry {
  readonly act: string;
  readonly subject: string;
  readonly what: 'intent' | 'suggested' | 'done' | 'refused' | 'mended' | 'not mended';
  readonly [detail: string]: unknown;
}

/** What outlives the process. */
export interface Store {
  /**
   * As the last process left it. A file that cannot be read is kept aside.
   *
   * @param lost is told where
   */
  load(lost?: (aside: string) => void): MonitorState;
  /** The state as JSON; on the disk when it returns. */
  save(state: string): void;
  /** The same. */
  audit(entry: AuditEntry): void;
}

/** @returns where it is now; undefined when there was none */
function keepAside(file: string): string | undefined {
  const aside = `${file}.unreadable`;
  try {
    renameSync(file, aside);
    return aside;
  } catch {
    return undefined;
  }
}

function turnOver(file: string): void {
  try {
    if (statSync(file).size > MOST_AUDIT_BYTES) renameSync(file, `${file}.1`);
  } catch {
    // There is none yet.
  }
}

/** Opens the store in its folder. */
export function openStore(folder: string): Store {
  return {
    load(lost) {
      const state = readState(folder);
      if (state !== undefined) return state;
      const aside = keepAside(stateFile(folder));
      if (aside !== undefined) lost?.(aside);
      return emptyState(randomBytes(4).toString('hex'));
    },
    save: state => writeDurably(stateFile(folder), state),
    audit(entry) {
      turnOver(auditFile(folder));
      appendDurably(auditFile(folder), JSON.stringify({ at: new Date().toISOString(), ...entry }));
    },
  };
}
