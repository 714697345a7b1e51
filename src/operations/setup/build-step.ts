import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProblemError } from '../../model/problem.ts';
import { composeCommand } from '../../runtimes/compose/command.ts';
import { hearing } from '../hearing.ts';
import type { Step } from '../step.ts';

/** What is built, and how. */
export interface BuildOptions {
  readonly loaded: LoadedConfig;
  readonly project: string;
  readonly signal: AbortSignal;
  /** Nothing that was built before is taken. */
  readonly fromScratch?: boolean;
  /** Hears what commands print. */
  hear(line: string): void;
}

/** A build, or a start that pulls images, may take so long. */
export const BUILD_MS = 3_600_000;
/** Lines of a refusal that are shown. */
export const LAST_LINES = 25;

/** What is said when docker compose refuses. */
export const refused = (code: string, message: string, said: string, fix: string): ProblemError =>
  new ProblemError([{ code, message, causes: said.split('\n'), fix }]);

/** Plans the build of the images; none where the compose file builds nothing. */
export async function buildSteps(options: BuildOptions): Promise<Step[]> {
  const { loaded, project, signal, fromScratch, hear } = options;
  if (!Object.values(loaded.compose?.services ?? {}).some(({ build }) => build)) return [];
  const build = await composeCommand(loaded, project, fromScratch ? ['build', '--no-cache'] : ['build']);
  return [
    {
      id: 'build',
      title: 'build the images',
      acts: [build.line],
      async run(tell) {
        const said = await build.run(signal, {
          timeoutMs: BUILD_MS,
          lastLines: LAST_LINES,
          hear: hearing(hear, tell),
        });
        if (said === undefined) return undefined;
        const fix = `Mend that step. By hand: ${build.line}`;
        throw refused('STACK_BUILD_FAILED', 'an image could not be built', said, fix);
      },
    },
  ];
}
