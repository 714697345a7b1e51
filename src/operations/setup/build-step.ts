import type { LoadedConfig } from '../../config/loaded-config.ts';
import { composeCommand } from '../../runtimes/compose/command.ts';
import { runCompose } from '../run-compose.ts';
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
        await runCompose(
          build,
          { signal, hear, tell },
          { code: 'STACK_BUILD_FAILED', message: 'an image could not be built', fix: 'Mend that step.' },
        );
        return undefined;
      },
    },
  ];
}
