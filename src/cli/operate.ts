import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { problemList } from '../../reporters/problem-list.ts';
import { styleFor } from '../../reporters/style.ts';
import { findConfigFile } from '../config/find-config-file.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor, type Redactor } from '../config/redact.ts';
import { formatDuration } from '../config/units.ts';
import { ProbeError } from '../model/probe-error.ts';
import { type Problem, ProblemError } from '../model/problem.ts';
import type { RuntimeName } from '../model/stack.ts';
import { lockProject } from '../operations/lock.ts';
import { openLog } from '../operations/open-log.ts';
import { runSteps, type Step, type StepReport, type StepWatcher } from '../operations/step.ts';
import { engineProblem } from '../runtimes/docker/engine-error.ts';
import { cancelOnSignal } from './cancel-on-signal.ts';
import { confirm, confirmByName } from './confirm.ts';
import { type OpenedStack, openStack } from './open-stack.ts';
import { problemsOf } from './problems-of.ts';
import { createProgress, type ProgressDisplay } from './progress.ts';

/** What every operation can be told. */
export interface OperationOptions {
  readonly config?: string;
  readonly runtime?: RuntimeName;
  readonly dryRun?: boolean;
  /** A text answers a question that wants a name. */
  readonly yes?: boolean | string;
  readonly json?: boolean;
}

/** What an operation is planned with. */
export interface OperationContext {
  readonly loaded: LoadedConfig;
  readonly signal: AbortSignal;
  /** Starts or finds the stack, once; it is let go when the operation is over. */
  open(): Promise<OpenedStack>;
  /** Adds a line to the log, such as what a command prints. */
  hear(line: string): void;
}

/** An operation that is planned. */
export interface Operation {
  readonly steps: readonly Step[];
  /** Asked of a person before anything is done; undefined: it harms nothing. */
  readonly question?: string;
  /** What has to be typed to the question, or given to --yes: for what cannot be taken back. */
  readonly typed?: string;
  /** What is said when all is done. */
  readonly done: string;
  /** How to go on when a step has failed. */
  goOn?(step: string, error: unknown): string;
  /** More for --json. */
  facts?(): Readonly<Record<string, unknown>>;
  /**
   * After a step that failed: sets right what can be.
   *
   * @param run makes more steps, which Ctrl-C does not end, and shows them
   * @returns what is to be told instead of the error
   */
  recover?(error: unknown, run: (steps: readonly Step[]) => Promise<void>): Promise<unknown>;
  /** Called however it ended, once something was begun. */
  cleanUp?(): Promise<void>;
}

/** What is told beside the steps. */
type Facts = Readonly<Record<string, unknown>>;

/** How an operation is made ready. */
export interface OperationPlan {
  /** Steps before failsafe.yaml can be loaded, given its path. */
  before?(file: string): Promise<readonly Step[]>;
  /** How failsafe.yaml is loaded for a dry run, when the steps before were not made. */
  loadDry?(): Promise<LoadedConfig>;
  plan(context: OperationContext): Promise<Operation>;
  /** What is said at the end, however it ended, where something was to be done. */
  summary?(): readonly string[];
  /** More for --json, however it ended. */
  facts?(): Facts;
  /** Called at the end with what kept it from its work, unless nothing was to be done, or another operation was at work. */
  over?(startedAt: number, problems: readonly Problem[]): Promise<void>;
}

/** Codes of what was done as it should, and found the deployment to be bad; of a backup that stands on this machine alone. */
const UNHEALTHY = new Set(['DEPLOY_ROLLED_BACK', 'COMMIT_REFUSED', 'BACKUP_COPY_FAILED']);

const say = (line: string) => void process.stdout.write(`${line}\n`);
const NOTHING: Redactor = createRedactor();

/** What goes on while an operation runs, and where it is told. */
interface Telling {
  readonly options: OperationOptions;
  readonly progress: ProgressDisplay;
  readonly reports: StepReport[];
  readonly signal: AbortSignal;
  /** Undefined in a dry run. */
  log?: (line: string) => void;
  /** Of an operation that has failed and was set right. */
  facts?: Facts;
  redact: Redactor;
}

function print({ progress, redact, log }: Telling, line: string): void {
  const shown = redact.text(line);
  progress.line(shown);
  log?.(stripVTControlCharacters(shown));
}

function watcherOf(telling: Telling): StepWatcher {
  const style = styleFor(process.stderr);
  const marks = { done: style.green('✓'), failed: style.red('✗'), skipped: '-' };
  const status = (text: string) => telling.progress.status(` … ${telling.redact.text(text)}`.slice(0, 120));
  return {
    began: ({ title }) => status(title),
    status,
    ended(report) {
      telling.reports.push(report);
      const note = report.note === undefined ? '' : `: ${report.note}`;
      const took = style.dim(` (${formatDuration(report.durationMs)})`);
      print(telling, ` ${marks[report.status]} ${report.title}${note}${took}`);
    },
  };
}

function printPlan(name: string, steps: readonly Step[], redact: Redactor): void {
  const style = styleFor(process.stdout);
  say(`\n ${style.bold(`failsafe ${name}`)}  would do this, and nothing else:\n`);
  for (const [index, { id, title, acts }] of steps.entries()) {
    say(redact.text(` ${index + 1}. ${title}  ${style.dim(id)}`));
    for (const act of acts) say(redact.text(`    ${style.dim(act)}`));
  }
  say('\n Nothing was done (--dry-run).\n');
}

/** A service that is not there, or an engine that does not answer, keeps an operation from its work. */
function problemsFrom(error: unknown, signal: AbortSignal): readonly Problem[] {
  if (!(error instanceof ProbeError)) return problemsOf(error, signal);
  // What an interrupted look says of what it looked at is no news
  if (signal.aborted) return [];
  const { code, message } = error;
  if (code.startsWith('ENGINE_')) return [engineProblem(error)];
  return [{ code, message, fix: 'Mend that first: `failsafe check --grep containers` says more.' }];
}

/**
 * Has what harms confirmed.
 * @throws ProblemError NOT_CONFIRMED
 */
async function ensureConfirmed({ question, typed, steps }: Operation, telling: Telling): Promise<void> {
  const { options, signal } = telling;
  if (question === undefined || (typed === undefined ? options.yes : options.yes === typed)) return;
  if (typed !== undefined) for (const act of steps.flatMap(({ acts }) => acts)) print(telling, `   ${act}`);
  const asked =
    typed === undefined ? confirm(` ${question}`, signal) : confirmByName(` ${question}`, typed, signal);
  if (await asked) return;
  throw new ProblemError([
    {
      code: 'NOT_CONFIRMED',
      message: `nobody said yes to: ${question}`,
      fix: `Look at the plan with --dry-run, then answer, or say it beforehand with --yes${typed === undefined ? '' : `=${typed}`}.`,
    },
  ]);
}

async function execute(operation: Operation, telling: Telling): Promise<Facts> {
  const { steps, done, goOn, recover, facts, cleanUp } = operation;
  const { signal } = telling;
  await ensureConfirmed(operation, telling);
  try {
    await runSteps(steps, watcherOf(telling), signal);
  } catch (error) {
    const next = steps.find(
      ({ id }) => !telling.reports.some(report => report.id === id && report.status === 'done'),
    );
    if (goOn !== undefined && next !== undefined) print(telling, ` Go on with: ${goOn(next.id, error)}`);
    const run = (more: readonly Step[]) => runSteps(more, watcherOf(telling), new AbortController().signal);
    if (recover === undefined) throw error;
    const told = await recover(error, run);
    telling.facts = facts?.();
    throw told;
  } finally {
    await cleanUp?.();
  }
  print(telling, ` ${done}`);
  return facts?.() ?? {};
}

async function work(
  name: string,
  how: OperationPlan,
  telling: Telling,
  lent: AsyncDisposableStack,
): Promise<Facts> {
  const { options, signal, progress } = telling;
  const file = await findConfigFile(options.config);
  const before = (await how.before?.(file)) ?? [];
  if (!options.dryRun) {
    lent.defer(await lockProject(dirname(file), name));
    telling.log = lent.use(await openLog(dirname(file), name)).add;
    await runSteps(before, watcherOf(telling), signal);
  }
  const load = () => loadConfig({ file: options.config, runtime: options.runtime });
  const loaded = await (options.dryRun && how.loadDry ? how.loadDry() : load());
  telling.redact = createRedactor(loaded.secrets);
  let opened: Promise<OpenedStack> | undefined;
  const operation = await how.plan({
    loaded,
    signal,
    open() {
      opened ??= openStack(loaded, signal, progress).then(stack => lent.use(stack));
      return opened;
    },
    hear: line => telling.log?.(`  ${telling.redact.text(stripVTControlCharacters(line))}`),
  });
  if (!options.dryRun) return execute(operation, telling);
  const steps = [...before, ...operation.steps];
  if (!options.json) printPlan(name, steps, telling.redact);
  return { plan: steps.map(({ id, title, acts }) => ({ id, title, acts })) };
}

function finish(
  name: string,
  startedAt: number,
  facts: Facts,
  problems: readonly Problem[],
  telling: Telling,
): void {
  const { options, redact, reports } = telling;
  const told = redact.deep(problems);
  for (const { code, message, causes = [] } of told)
    telling.log?.(`${code} ${[message, ...causes].join(' | ')}`);
  if (options.json) {
    const times = { startedAt: new Date(startedAt).toISOString(), durationMs: Date.now() - startedAt };
    const whole = {
      version: 1,
      operation: name,
      ...times,
      steps: reports,
      ...facts,
      ...telling.facts,
      problems: told,
    };
    say(JSON.stringify(redact.deep(whole), null, 2));
  } else if (told.length > 0) {
    process.stderr.write(`\n${problemList(told, styleFor(process.stderr)).join('\n\n')}\n\n`);
  }
}

/**
 * Loads failsafe.yaml, plans an operation and does it: shows each step with its time, keeps a log, keeps other
 * operations out, ends in order at Ctrl-C. The exit code is 0 when all was done, 1 when a new version was bad and the old
 * one serves again, 2 when it was not done, or that of the signal.
 */
export async function operate(name: string, options: OperationOptions, how: OperationPlan): Promise<number> {
  const startedAt = Date.now();
  const cancel = cancelOnSignal();
  const { signal } = cancel;
  const telling: Telling = {
    options,
    progress: createProgress(process.stderr),
    reports: [],
    signal,
    redact: NOTHING,
  };
  const problems: Problem[] = [];
  let facts: Facts = {};
  const lent = new AsyncDisposableStack();
  try {
    facts = await work(name, how, telling, lent);
  } catch (error) {
    problems.push(...problemsFrom(error, signal));
  }
  if (cancel.problem !== undefined) problems.unshift(cancel.problem);
  telling.progress.clear();
  if (!options.dryRun) for (const line of how.summary?.() ?? []) print(telling, line);
  finish(name, startedAt, options.dryRun ? facts : { ...facts, ...how.facts?.() }, problems, telling);
  const [first] = problems;
  if (!options.dryRun && first?.code !== 'OPERATION_RUNS')
    await how.over?.(startedAt, telling.redact.deep(problems));
  await lent.disposeAsync();
  cancel.release();
  return cancel.exitCode ?? (first === undefined ? 0 : UNHEALTHY.has(first.code) ? 1 : 2);
}
