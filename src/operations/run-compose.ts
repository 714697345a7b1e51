import { ProblemError } from '../model/problem.ts';
import type { CommandOptions, ComposeCommand } from '../runtimes/compose/command.ts';
import { ensureEngine } from './ensure-engine.ts';
import { hearing } from './hearing.ts';

/** A build, or a start that pulls images, may take so long: an hour. */
const PATIENCE_MS = 3_600_000;
/** Lines of a refusal that are shown. */
const LAST_LINES = 25;

/** Who hears a command, and what ends it. */
export interface Listeners extends Pick<CommandOptions, 'apart'> {
  readonly signal: AbortSignal;
  /** Hears what it prints. */
  hear(line: string): void;
  /** Shows how far it is. */
  tell(status: string): void;
  /** Default: an hour. */
  readonly timeoutMs?: number;
}

/** What is said when docker compose refuses. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  /** What to do; the command to do it by hand is added. */
  readonly fix: string;
}

/**
 * Runs a command of docker compose that builds or starts.
 *
 * @throws ProblemError with the code of `refused` and its last lines; ENGINE_UNREACHABLE when the engine has gone away
 */
export async function runCompose(
  command: ComposeCommand,
  { signal, hear, tell, apart, timeoutMs = PATIENCE_MS }: Listeners,
  { code, message, fix }: Refused,
): Promise<void> {
  const said = await command.run(signal, {
    apart,
    timeoutMs,
    lastLines: LAST_LINES,
    hear: hearing(hear, tell),
  });
  if (said === undefined) return;
  await ensureEngine(said, signal);
  throw new ProblemError([
    { code, message, causes: said.split('\n'), fix: `${fix} By hand: ${command.line}` },
  ]);
}
