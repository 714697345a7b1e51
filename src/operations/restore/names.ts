import { createHash } from 'node:crypto';
import type { LoadedConfig } from '../../config/loaded-config.ts';

/** PostgreSQL cuts longer names off. */
const LONGEST = 63;
const DIGITS = 12;

/** What a restore makes beside the live database, and what its comment says of it. */
export interface RestoreNames {
  /** The new one, until it is swapped in. */
  readonly scratch: string;
  /** The live one, once it has been swapped out. */
  readonly replaced: string;
  /** Begins the comment of both, so that only what failsafe made for this project is ever removed. */
  readonly mark: string;
}

/** Begins the comment of every database that failsafe made for this project. */
export function markOf({ root, config }: LoadedConfig): string {
  const digest = createHash('sha256').update(root).digest('hex').slice(0, DIGITS);
  return `failsafe ${config.project} ${digest}`;
}

/** Names that no other restore takes. */
export function restoreNames(loaded: LoadedConfig, database: string, id: string): RestoreNames {
  const stamp = id.toLowerCase().replace(/z-/, '_');
  const named = (kind: string) => `failsafe_${kind}_${stamp}_${database}`.slice(0, LONGEST);
  return { scratch: named('new'), replaced: named('old'), mark: markOf(loaded) };
}
