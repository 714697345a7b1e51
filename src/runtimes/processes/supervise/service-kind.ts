import type { Address } from '../../../model/stack.ts';
import type { Account } from '../postgres/run-tool.ts';

/** One process to spawn. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Undefined: this user. */
  readonly account?: Account;
}

/** What differs between a command and a PostgreSQL. All may throw a ProblemError. */
export interface ServiceKind {
  /** Once, before the first launch; what the service needs may not be ready yet. */
  prepare(signal: AbortSignal): Promise<void>;
  launch(address: Address | undefined): Launch;
  /** Once, when it takes connections for the first time. */
  populate(address: Address | undefined): Promise<void>;
  /** What runs, for people; may be more exact after `prepare`. */
  image(): string;
}
