import { problemList } from '../../reporters/problem-list.ts';
import { styleFor } from '../../reporters/style.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor } from '../config/redact.ts';
import { formatDuration } from '../config/units.ts';
import { ProbeError } from '../model/probe-error.ts';
import { type Problem, ProblemError } from '../model/problem.ts';
import type { RuntimeName } from '../model/stack.ts';
import { lockProject } from '../operations/lock.ts';
import { runSteps, type Step, type StepReport, type StepWatcher } from '../operations/step.ts';
import { cancelOnSignal } from './cancel-on-signal.ts';
import { confirm } from './confirm.ts';
import { type OpenedStack, openStack } from './open-stack.ts';
import { problemsOf } from './problems-of.ts';
import { createProgress, type ProgressDisplay } from './progress.ts';

/** What every operation can be told. */
export interface OperationOptions {
  readonly config?: string;
  readonly runtime?: RuntimeName;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** What an operation is planned with. */
export interface OperationContext {
  readonly loaded: LoadedConfig;
  readonly signal: AbortSignal;
  /** Starts or finds the stack, once; it is let go when the operation is over. */
  open(): Promise<OpenedStack>;
}

/** An operation that is planned. */
export interface Operation {
  readonly steps: readonly Step[];
  /** Asked of a person before anything is done; undefined: it harms nothing. */
  readonly question?: string;
  /** What is said when all is done. */
  readonly done: string;
  /** More for --json. */
  facts?(): Readonly<Record<string, unknown>>;
  /** Called however it ended, once something was begun. */
  cleanUp?(): Promise<void>;
  /** Told of everything that is printed, such as a log. */
  hear?(line: string): void;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

function printPlan(name: string, steps: readonly Step[], print: (line: string) => void): void {
  const style = styleFor(process.stdout);
  print(`\n ${style.bold(`failsafe ${name}`)}  would do this, and nothing else:\n`);
  for (const [index, { id, title, acts }] of steps.entries()) {
    print(` ${index + 1}. ${title}  ${style.dim(id)}`);
    for (const act of acts) print(`    ${style.dim(act)}`);
  }
  print('\n Nothing was done (--dry-run).\n');
}

function watcher(
  progress: ProgressDisplay,
  reports: StepReport[],
  print: (line: string) => void,
): StepWatcher {
  const style = styleFor(process.stderr);
  return {
    began: ({ title }) => progress.status(` … ${title}`),
    status: text => progress.status(` … ${text}`),
    ended(report) {
      reports.push(report);
      const mark =
        report.status === 'failed' ? style.red('✗') : report.status === 'done' ? style.green('✓') : '-';
      const took = report.status === 'skipped' ? '' : style.dim(` (${formatDuration(report.durationMs)})`);
      const note = report.note === undefined || report.status === 'failed' ? '' : `: ${report.note}`;
      print(` ${mark} ${report.title}${note}${took}`);
    },
  };
}

/** A service that is not there, or an engine that does not answer, keeps an operation from its work. */
function problemsFrom(error: unknown, signal: AbortSignal): readonly Problem[] {
  if (!(error instanceof ProbeError) || signal.aborted) return problemsOf(error, signal);
  const { code, message } = error;
  return [{ code, message, fix: 'Mend that first: `failsafe check --grep containers` says more.' }];
}

const refused = (question: string): ProblemError =>
  new ProblemError([
    {
      code: 'NOT_CONFIRMED',
      message: `nobody said yes to: ${question}`,
      fix: 'Look at the plan with --dry-run, then answer y, or say it beforehand with --yes.',
    },
  ]);

async function execute(
  name: string,
  { steps, question, done, facts, cleanUp, hear }: Operation,
  options: OperationOptions,
  progress: ProgressDisplay,
  reports: StepReport[],
  signal: AbortSignal,
  redact: (text: string) => string,
): Promise<Readonly<Record<string, unknown>>> {
  const print = (line: string) => {
    progress.line(redact(line));
    hear?.(redact(line));
  };
  if (options.dryRun) {
    if (!options.json) printPlan(name, steps, line => say(redact(line)));
    return { plan: steps.map(({ id, title, acts }) => ({ id, title, acts })) };
  }
  if (question !== undefined && !options.yes && !(await confirm(` ${question}`, signal)))
    throw refused(question);
  try {
    await runSteps(
      steps,
      watcher({ ...progress, status: text => progress.status(redact(text)) }, reports, print),
      signal,
    );
  } finally {
    await cleanUp?.();
  }
  print(` ${done}`);
  return facts?.() ?? {};
}

/**
 * Loads failsafe.yaml, plans an operation and does it: shows each step with its time, keeps other operations out, ends
 * in order at Ctrl-C. The exit code is 0 when all was done, 2 when not, or that of the signal.
 */
export async function operate(
  name: string,
  options: OperationOptions,
  prepare: (context: OperationContext) => Promise<Operation>,
): Promise<number> {
  const startedAt = Date.now();
  const loaded = await loadConfig({ file: options.config, runtime: options.runtime });
  const redact = createRedactor(loaded.secrets);
  const cancel = cancelOnSignal();
  const { signal } = cancel;
  const progress = createProgress(process.stderr);
  const reports: StepReport[] = [];
  const problems: Problem[] = [];
  let facts: Readonly<Record<string, unknown>> = {};
  try {
    await using lent = new AsyncDisposableStack();
    if (!options.dryRun) lent.defer(await lockProject(loaded.root, name));
    let opened: Promise<OpenedStack> | undefined;
    const open = () => {
      opened ??= openStack(loaded, signal, progress).then(stack => lent.use(stack));
      return opened;
    };
    const operation = await prepare({ loaded, signal, open });
    facts = await execute(name, operation, options, progress, reports, signal, redact.text);
  } catch (error) {
    problems.push(...problemsFrom(error, signal));
  } finally {
    cancel.release();
    progress.clear();
  }
  if (cancel.problem !== undefined) problems.unshift(cancel.problem);
  const told = redact.deep(problems);
  if (options.json) {
    const { project } = loaded.config;
    const times = { startedAt: new Date(startedAt).toISOString(), durationMs: Date.now() - startedAt };
    say(
      JSON.stringify(
        redact.deep({
          version: 1,
          operation: name,
          project,
          ...times,
          steps: reports,
          ...facts,
          problems: told,
        }),
        null,
        2,
      ),
    );
  } else if (told.length > 0) {
    process.stderr.write(`\n${problemList(told, styleFor(process.stderr)).join('\n\n')}\n\n`);
  }
  return cancel.exitCode ?? (told.length > 0 ? 2 : 0);
}
