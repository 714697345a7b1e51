import type { Problem } from '../../model/problem.ts';

/** How to see that a service is ready. */
export type ReadyProbe =
  | { readonly kind: 'http'; readonly path: string }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'tcp' }
  | { readonly kind: 'postgres' }
  /** A one-shot: done when it ended with 0. */
  | { readonly kind: 'exit' }
  | { readonly kind: 'none' };

interface Planned {
  readonly name: string;
  readonly needs: readonly string[];
  /** The port that targets name; the real one is found at start. */
  readonly port?: number;
  readonly ready: ReadyProbe;
  /** What runs, for people. */
  readonly image: string;
}

/** A command to run, as failsafe.yaml declares it. */
export interface PlannedCommand extends Planned {
  readonly kind: 'command';
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** May hold templates. */
  readonly env: Readonly<Record<string, string>>;
  /** More variables, to be taken to the letter. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** A PostgreSQL with a fresh data folder. */
export interface PlannedPostgres extends Planned {
  readonly kind: 'postgres';
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Created besides `database`. */
  readonly databases: readonly string[];
  /** SQL files to run in `database`, absolute. */
  readonly init: readonly string[];
}

/** One service of a run. */
export type PlannedService = PlannedCommand | PlannedPostgres;

/** Everything the supervisor needs; JSON-safe. Holds secrets, so it goes through the pipe and never into a file. */
export interface RunPlan {
  readonly id: string;
  readonly project: string;
  readonly folders: RunFolders;
  readonly startTimeoutMs: number;
  /** In an order in which each comes after what it needs. */
  readonly services: readonly PlannedService[];
  /** What every command gets, before its own `env`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Where a run keeps its files. */
export interface RunFolders {
  /** state.json and data; removed with the run. */
  readonly run: string;
  /** One log a service. They outlive the run, so that a failure can be read afterwards. */
  readonly logs: string;
}

/** What the supervisor tells the process that started it. */
export type SupervisorMessage =
  | { readonly type: 'progress'; readonly message: string }
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly problems: readonly Problem[] };
