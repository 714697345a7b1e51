import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { ProblemError } from '../../model/problem.ts';
import type { CheckResult } from '../../model/result.ts';
import type { Stack } from '../../model/stack.ts';
import { openEngine } from '../../runtimes/docker/engine.ts';
import { keepImage, runningImages } from '../../runtimes/docker/keep-images.ts';
import { type Checked, checkStep, problemOf } from '../check-step.ts';
import { keepVersionStep } from '../deploy/keep-version.ts';
import { hearing } from '../hearing.ts';
import type { FoundDatabase } from '../postgres/find-server.ts';
import type { Step } from '../step.ts';
import { buildSteps } from './build-step.ts';
import { databaseSteps } from './database-steps.ts';
import { guardDatabases } from './guard-databases.ts';
import { insideCommand } from './run-inside.ts';
import { startStep } from './start-step.ts';

/** What set-up needs of the outside; looks are made late, when what they look at is there. */
export interface SetupOptions {
  readonly loaded: LoadedConfig;
  readonly project: string;
  readonly signal: AbortSignal;
  /** Nothing that was built before is taken. */
  readonly fromScratch: boolean;
  /** The results of looking at this machine. */
  examine(): Promise<readonly CheckResult[]>;
  /** The stack, once it runs. */
  stack(): Promise<Stack>;
  databases(): Promise<readonly FoundDatabase[]>;
  /** All checks of failsafe.yaml: what is red, and how many are not. */
  check(): Promise<Checked>;
  /** Hears what commands print. */
  hear(line: string): void;
}

const problemsIn = (error: unknown) => (error instanceof ProblemError ? error.problems : []);
const codesOf = (error: unknown): readonly string[] =>
  error instanceof ProbeError ? [error.code] : problemsIn(error).map(({ code }) => code);
const isBad = ({ status }: CheckResult) => status === 'fail' || status === 'error';

/** What has changed on this machine since the pre-flight, such as a port that somebody took, is why a start was refused. */
const blamingTheMachine = (start: Step, examine: SetupOptions['examine']): Step => ({
  ...start,
  run: tell =>
    start.run(tell).catch(async (error: unknown) => {
      if (!codesOf(error).includes('STACK_START_FAILED')) throw error;
      const bad = (await examine()).filter(isBad);
      throw bad.length === 0 ? error : new ProblemError([...bad.map(problemOf), ...problemsIn(error)]);
    }),
});

/** Plans a set-up: each step may be made again at any time, and does then only what is missing. */
export async function planSetup(options: SetupOptions): Promise<Step[]> {
  const { loaded, project, signal, hear } = options;
  const { database = [], tests = [] } = loaded.config.setup ?? {};

  const preflight: Step = {
    id: 'preflight',
    title: 'look at this machine',
    acts: ['failsafe doctor'],
    async run() {
      const results = await options.examine();
      const bad = results.filter(isBad);
      if (bad.length > 0) throw new ProblemError(bad.map(problemOf));
      const warned = results.filter(({ status }) => status === 'warn');
      return [`${results.length} checks`, ...warned.map(({ message }) => message)].join('; ');
    },
  };

  const keep: Step = {
    id: 'keep-images',
    title: 'keep the images that run now',
    acts: [`docker tag <what runs> failsafe/${project}/<service>:lkg-<id>`],
    async run() {
      const engine = openEngine();
      const images = await runningImages(engine, project, signal);
      for (const image of images) await keepImage(engine, image, signal);
      return images.length === 0
        ? 'nothing runs yet'
        : images.map(({ service, tag }) => `${service}:${tag}`).join(', ');
    },
  };

  const testing: Step[] = [];
  for (const [index, command] of tests.entries()) {
    const inside = await insideCommand(loaded, project, command);
    testing.push({
      id: tests.length === 1 ? 'tests' : `tests-${index + 1}`,
      title: `run the tests of ${command.service}`,
      acts: [
        'count all tables of the database targets, and keep them from being written',
        inside.line,
        'compare all tables',
      ],
      async run(tell) {
        const databases = await options.databases();
        await guardDatabases(databases, signal, within => inside.run(within, hearing(hear, tell)));
        const names = databases.map(({ target }) => target.database).join(', ');
        return databases.length === 0
          ? 'no database target is declared: none was guarded'
          : `${names} was not touched`;
      },
    });
  }

  return [
    preflight,
    keep,
    ...(await buildSteps(options)),
    blamingTheMachine(await startStep(options), options.examine),
    ...(await databaseSteps('database', 'make the database', database, options)),
    ...testing,
    checkStep(options.check),
    keepVersionStep(options),
  ];
}

/**
 * The steps from one on.
 *
 * @throws ProblemError STEP_UNKNOWN
 */
export function stepsFrom(steps: readonly Step[], from: string | undefined): readonly Step[] {
  if (from === undefined) return steps;
  const index = steps.findIndex(({ id }) => id === from);
  if (index >= 0) return steps.slice(index);
  throw new ProblemError([
    {
      code: 'STEP_UNKNOWN',
      message: `there is no step "${from}"`,
      expected: `one of ${steps.map(({ id }) => id).join(', ')}`,
      got: from,
      fix: '`failsafe setup --dry-run` lists the steps.',
    },
  ]);
}

/** The step to go on with after one that failed: an engine that went away has ended what the step `up` started. */
export function resumeAt(steps: readonly Step[], failed: string, error: unknown): string {
  const isLost = codesOf(error).some(code => code.startsWith('ENGINE_'));
  const ids = steps.map(({ id }) => id);
  return isLost && ids.indexOf(failed) > ids.indexOf('up') ? 'up' : failed;
}
