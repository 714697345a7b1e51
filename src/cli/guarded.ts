import { foldLines } from '../../reporters/fold-lines.ts';
import { problemList } from '../../reporters/problem-list.ts';
import { styleFor } from '../../reporters/style.ts';
import { ProblemError } from '../model/problem.ts';
import { isOfEndedBrowser } from '../probes/browser/is-of-ended-browser.ts';

const CODE = 2;
const ALIVE_MS = 60_000;

function defect(error: unknown): string {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `\nThis is a defect of failsafe, and says nothing about the deployment. Please report it:\n\n${told}\n\n`;
}

/** Runs a command and sets the exit code it gives. Whatever it throws gives 2: it is no verdict that something is unhealthy. */
export async function guarded(command: () => Promise<number>): Promise<void> {
  // The timers of deadlines keep no process alive: without one that does, a command could end before its deadline.
  const alive = setInterval(() => undefined, ALIVE_MS);
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = CODE;
    if (!(error instanceof ProblemError)) return void process.stderr.write(defect(error));
    const blocks = problemList(error.problems, styleFor(process.stderr)).join('\n\n');
    process.stderr.write(`\n${foldLines(blocks, process.stderr.columns)}\n\n`);
  } finally {
    clearInterval(alive);
  }
}

/** Has what is thrown outside of any command give 2 as well. */
export function guardProcess(): void {
  process.on('uncaughtException', error => {
    if (isOfEndedBrowser(error)) return;
    const gone = 'code' in error && error.code === 'EPIPE';
    if (!gone) process.stderr.write(defect(error));
    process.exit(CODE);
  });
}
