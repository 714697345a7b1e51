import type { LoadedConfig } from '../../config/loaded-config.ts';
import { type Problem, ProblemError } from '../../model/problem.ts';
import type { CheckResult } from '../../model/result.ts';
import type { Stack } from '../../model/stack.ts';
import { composeCommand } from '../../runtimes/compose/command.ts';
import { openEngine } from '../../runtimes/docker/engine.ts';
import { keepImage, runningImages } from '../../runtimes/docker/keep-images.ts';
import { takeCensus } from '../postgres/census.ts';
import { APPLICATION, type FoundDatabase } from '../postgres/find-server.ts';
import { withPsql } from '../postgres/psql.ts';
import type { Step } from '../step.ts';
import { untilUp } from '../until-up.ts';
import { guardDatabases } from './guard-databases.ts';
import { insideCommand } from './run-inside.ts';

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
  check(): Promise<{ readonly red: readonly CheckResult[]; readonly green: number }>;
  /** Hears what commands print. */
  hear(line: string): void;
}

const BUILD_MS = 3_600_000;
const LAST_LINES = 25;

const problemOf = ({ id, code, message, expected, got, fixes }: CheckResult): Problem => ({
  code,
  message: `${id}: ${message}`,
  expected,
  got,
  fix:
    fixes.map(({ text, command }) => (command === undefined ? text : `${text} ($ ${command})`)).join(' ') ||
    undefined,
});

const isBad = ({ status }: CheckResult) => status === 'fail' || status === 'error';

const refused = (code: string, message: string, said: string, fix: string) =>
  new ProblemError([{ code, message, causes: said.split('\n'), fix }]);

async function logsOf(stack: Stack, service: string, signal: AbortSignal): Promise<string[]> {
  return stack.logs(service, { tail: 10 }, signal).catch(() => []);
}

/** Plans a set-up: each step may be made again at any time, and does then only what is missing. */
export async function planSetup(options: SetupOptions): Promise<Step[]> {
  const { loaded, project, signal, hear } = options;
  const { database = [], tests = [] } = loaded.config.setup ?? {};
  const builds = Object.values(loaded.compose?.services ?? {}).some(({ build }) => build);
  const build = await composeCommand(
    loaded,
    project,
    options.fromScratch ? ['build', '--no-cache'] : ['build'],
  );
  const up = await composeCommand(loaded, project, ['up', '-d']);
  const hearing = (tell: (status: string) => void) => (line: string) => {
    hear(line);
    tell(line.slice(0, 100));
  };

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

  const building: Step = {
    id: 'build',
    title: 'build the images',
    acts: [build.line],
    async run(tell) {
      const said = await build.run(signal, {
        timeoutMs: BUILD_MS,
        lastLines: LAST_LINES,
        hear: hearing(tell),
      });
      if (said === undefined) return undefined;
      throw refused(
        'STACK_BUILD_FAILED',
        'an image could not be built',
        said,
        `Mend that step. By hand: ${build.line}`,
      );
    },
  };

  const starting: Step = {
    id: 'up',
    title: 'start the services and wait until they are healthy',
    acts: [up.line],
    async run(tell) {
      const said = await up.run(signal, { timeoutMs: BUILD_MS, lastLines: LAST_LINES, hear: hearing(tell) });
      if (said !== undefined)
        throw refused(
          'STACK_START_FAILED',
          'docker compose did not start the services',
          said,
          `Mend what it says. By hand: ${up.line}`,
        );
      const stack = await options.stack();
      const services = Object.entries(loaded.compose?.services ?? {}).flatMap(([name, { replicas }]) =>
        replicas > 0 ? name : [],
      );
      const down = await untilUp(loaded, stack, services, signal, tell);
      if (down.length === 0) return `${services.length} services`;
      throw new ProblemError(
        await Promise.all(
          down.map(async ({ service, state, health, exitCode }) => ({
            code: 'SERVICE_NOT_READY',
            message: `${service} is ${state}${health === 'none' ? '' : `, ${health}`}${exitCode === undefined ? '' : `, exit code ${exitCode}`}`,
            causes: await logsOf(stack, service, signal),
            fix: '`failsafe check` names the cause. Services that run were left running.',
          })),
        ),
      );
    },
  };

  const initialise: Step[] = [];
  for (const [index, command] of database.entries()) {
    const inside = await insideCommand(loaded, project, command);
    initialise.push({
      id: database.length === 1 ? 'database' : `database-${index + 1}`,
      title: `make the database: ${command.service}`,
      acts: [
        inside.line,
        ...(command.onlyWhenEmpty ? [`only while ${command.onlyWhenEmpty} has no row`] : []),
      ],
      async run(tell) {
        const found = (await options.databases()).find(({ target }) => target.name === command.onlyWhenEmpty);
        if (found !== undefined) {
          const read = (psql: Parameters<typeof takeCensus>[0]) => takeCensus(psql, tell);
          const census = await withPsql(found.server, found.target.database, APPLICATION, signal, read);
          const filled = Object.entries(census).filter(
            ([name, { rows }]) => rows > 0 && !/version|migrations/.test(name),
          );
          if (filled.length > 0)
            return `not needed: ${filled.map(([name, { rows }]) => `${name} has ${rows} rows`).join(', ')}`;
        }
        await inside.run(signal, hearing(tell));
        return undefined;
      },
    });
  }

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
        await guardDatabases(databases, signal, within => inside.run(within, hearing(tell)));
        const names = databases.map(({ target }) => target.database).join(', ');
        return databases.length === 0
          ? 'no database target is declared: none was guarded'
          : `${names} was not touched`;
      },
    });
  }

  const checking: Step = {
    id: 'check',
    title: 'check all that failsafe.yaml declares',
    acts: ['failsafe check'],
    async run() {
      const { red, green } = await options.check();
      if (red.length > 0) throw new ProblemError(red.map(problemOf));
      return `${green} passed`;
    },
  };

  return [preflight, keep, ...(builds ? [building] : []), starting, ...initialise, ...testing, checking];
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
