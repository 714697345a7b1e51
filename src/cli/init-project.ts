import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { styleFor } from '../../reporters/style.ts';
import { createRedactor } from '../config/redact.ts';
import { createPlan } from '../engine/plan.ts';
import { checks } from '../engine/registry.generated.ts';
import { type Draft, guessesIn } from '../init/draft.ts';
import { frontMatters, makeDraft, makeOutline, type Outline } from '../init/make-draft.ts';
import { renderConfig } from '../init/render-config.ts';
import { type Survey, survey } from '../init/survey.ts';
import { count } from '../levels/count.ts';
import { ProblemError } from '../model/problem.ts';
import { chooseFront, confirmWrite, isInteractive, LEFT } from './ask-about-init.ts';
import { attempt } from './attempt.ts';
import { type Found, findRunning } from './find-running.ts';
import type { InitOptions } from './init.ts';
import { type IncompleteConfig, loadIncomplete } from './load-incomplete.ts';
import { createProgress } from './progress.ts';

/** A failsafe.yaml that loads, and what it was made of. */
interface Made {
  readonly survey: Survey;
  readonly draft: Draft;
  readonly text: string;
  readonly config: IncompleteConfig;
  /** How many checks it makes. */
  readonly checks: number;
  /** Why the stack was not looked at; undefined when it was. */
  readonly notRunning?: string;
}

/** @throws ProblemError CONFIG_EXISTS */
function refuseToOverwrite(file: string): void {
  if (!existsSync(file)) return;
  throw new ProblemError([
    {
      code: 'CONFIG_EXISTS',
      message: `${basename(file)} is there already, and stays as it is`,
      fix: 'See what would be different: failsafe init --diff. What has no check yet: failsafe drift.',
    },
  ]);
}

/** The outline with the front that a person chooses, where there is a choice and somebody to ask. */
async function withFront(outline: Outline, matters: boolean): Promise<Outline | typeof LEFT> {
  const webs = outline.targets.filter(({ use }) => use === 'web').map(({ name }) => name);
  if (!matters || webs.length < 2) return outline;
  const front = await chooseFront(webs, outline.draft.front);
  return front === LEFT ? LEFT : { ...outline, draft: { ...outline.draft, front } };
}

async function make(file: string, options: InitOptions, signal: AbortSignal): Promise<Made | typeof LEFT> {
  const progress = createProgress(process.stderr);
  let running: Found | undefined;
  try {
    progress.status('reading the project');
    const root = dirname(file);
    const found = await survey({ root, compose: options.compose, environment: process.env, signal });
    const outline = await makeOutline(found, options.project);
    progress.status('looking whether it runs');
    const first = await loadIncomplete(file, 'compose', renderConfig(outline.draft));
    running = await findRunning(first.loaded, signal);
    progress.clear();
    const matters = isInteractive(options) && frontMatters(found, outline, 'running' in running);
    const chosen = await withFront(outline, matters);
    if (chosen === LEFT) return LEFT;
    progress.status('looking at what it answers');
    const draft = await makeDraft(found, chosen, 'running' in running ? running.running : undefined);
    const text = renderConfig(draft);
    const config = await loadIncomplete(file, 'compose', text);
    const made = createPlan(config.loaded, checks).checks.length;
    const notRunning = 'reason' in running ? running.reason : undefined;
    return { survey: found, draft, text, config, checks: made, notRunning };
  } finally {
    progress.clear();
    if (running !== undefined && 'running' in running) await running.close();
  }
}

const unsetOf = ({ config }: Made): string[] => [...new Set(config.problems.map(({ message }) => message))];

function asJson(file: string, made: Made): string {
  const { survey: found, draft, text, notRunning } = made;
  const facts = {
    file,
    running: notRunning === undefined,
    ...(notRunning !== undefined && { notRunning }),
    compose: draft.compose,
    services: found.services.map(({ name, kind, port, ports, dependsOn, healthcheck, oneShot }) => ({
      name,
      kind,
      port,
      published: ports.map(({ container, published }) => ({ container, published })),
      dependsOn,
      healthcheck,
      oneShot,
    })),
    routes: found.routes.map(({ path, file: source, line }) => ({ path, file: source, line })),
    front: draft.front,
    checks: made.checks,
    guesses: guessesIn(draft),
    leftOut: draft.leftOut,
    unset: unsetOf(made),
    text,
  };
  return `${JSON.stringify(createRedactor(made.config.loaded.secrets).deep(facts), null, 2)}\n`;
}

function summary(file: string, made: Made, written: boolean): string {
  const style = styleFor(process.stdout);
  const { survey: found, draft, notRunning } = made;
  const guesses = guessesIn(draft);
  const name = relative(process.cwd(), file) || file;
  const lines = [
    `${style.green('✓')} ${name}${written ? '' : ' would have'}: ${count(made.checks, 'check')} of ${count(found.services.length, 'service')}, ${count(draft.targets.length, 'target')}, ${count(draft.endpoints.length, 'endpoint')}`,
    notRunning === undefined
      ? '  what is expected is what the running stack answers now: read it once'
      : `  the stack was not looked at: ${notRunning}`,
    ...(guesses > 0
      ? [`  ${guesses} ${guesses === 1 ? 'entry is a guess' : 'entries are guesses'}, marked "# guessed"`]
      : []),
    ...(draft.leftOut.length > 0
      ? [`  ${draft.leftOut.length} found and not checked, listed at its end`]
      : []),
    ...unsetOf(made).map(text => `  ${style.yellow('!')} ${text}`),
  ];
  const next =
    notRunning === undefined
      ? 'failsafe check'
      : 'docker compose up -d, then failsafe init --diff, or failsafe check';
  return `\n ${lines.join('\n ')}\n\n   next: ${next}\n\n`;
}

async function difference(file: string, text: string): Promise<string> {
  const { createTwoFilesPatch } = await import('diff');
  const now = existsSync(file) ? await readFile(file, 'utf8') : '';
  const name = basename(file);
  return now === text ? '' : createTwoFilesPatch(name, `${name} (as init writes it)`, now, text);
}

/** The exit code of what a person stops with Ctrl-C. */
const LEFT_CODE = 130;

function nothingWritten(exitCode: number): number {
  process.stderr.write('\n nothing was written\n\n');
  return exitCode;
}

/** Writes a failsafe.yaml, or shows what it would be, and gives the exit code. */
export async function initProject(options: InitOptions): Promise<number> {
  const file = resolve(options.config);
  const writes = !(options.dryRun || options.diff || options.json);
  if (writes) refuseToOverwrite(file);
  const {
    value: made,
    problems,
    exitCode,
  } = await attempt<Made | typeof LEFT | undefined>(undefined, signal => make(file, options, signal));
  if (made === LEFT) return nothingWritten(LEFT_CODE);
  if (made === undefined) {
    if (exitCode === undefined) throw new ProblemError(problems);
    return exitCode;
  }
  if (options.json) process.stdout.write(asJson(file, made));
  else if (options.diff) process.stdout.write(await difference(file, made.text));
  else if (options.dryRun) process.stdout.write(made.text);
  if (!writes) return 0;
  if (isInteractive(options)) {
    const answer = await confirmWrite(made.text, relative(process.cwd(), file) || file);
    if (answer !== true) return nothingWritten(answer === LEFT ? LEFT_CODE : 0);
  }
  await writeFile(file, made.text, { flag: 'wx' });
  process.stdout.write(summary(file, made, true));
  return 0;
}
