import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Problem } from '../../model/problem.ts';
import { composeCli } from '../docker/compose-cli.ts';
import { ask, type Engine } from '../docker/engine.ts';
import { printableCompose } from '../docker/printable-command.ts';
import { LABEL } from '../docker/project-containers.ts';
import { composeScope } from './compose-scope.ts';

interface OtherProject {
  readonly name: string;
  /** It was started from a compose file of ours. */
  readonly ours: boolean;
}

async function otherProjects(
  engine: Engine,
  files: readonly string[],
  signal: AbortSignal,
): Promise<OtherProject[]> {
  const filters = { label: [LABEL.project] };
  const containers = await ask(engine, signal, docker => docker.listContainers({ all: true, filters }));
  const byProject = Map.groupBy(containers, ({ Labels }) => Labels[LABEL.project] ?? '');
  return [...byProject].map(([name, own]) => {
    const sources = own.flatMap(({ Labels }) => (Labels[LABEL.configFiles] ?? '').split(','));
    return { name, ours: files.some(file => sources.includes(file)) };
  });
}

/** Says that a project does not run, which ones do, and how to start it. */
export async function projectNotFound(
  engine: Engine,
  project: string,
  loaded: LoadedConfig,
  signal: AbortSignal,
): Promise<Problem> {
  const [others, cli] = await Promise.all([otherProjects(engine, loaded.composeFiles, signal), composeCli()]);
  const names = others.map(({ name }) => name).sort();
  const twin = others.find(({ ours }) => ours);
  const start = printableCompose({ cli, ...composeScope(loaded) }, ['up', '-d']);
  return {
    code: 'PROJECT_NOT_FOUND',
    message: `no container of the compose project ${project} exists`,
    expected: project,
    got: names.length === 0 ? 'no compose project at all' : names.join(', '),
    fix:
      twin === undefined
        ? `Start it: ${start}`
        : `The same compose file runs as ${twin.name}: set \`stack.project: ${twin.name}\`, or start it as ${project}: ${start}`,
  };
}
