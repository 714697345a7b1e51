import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { oneShotsOf } from '../../config/one-shots.ts';
import { formatSize } from '../../config/units.ts';
import { ask, type Engine } from '../../runtimes/docker/engine.ts';
import { keptImages } from '../../runtimes/docker/keep-images.ts';
import { LABEL, serviceOf } from '../../runtimes/docker/project-containers.ts';
import { type ProjectThing, projectThings, removeThing } from '../../runtimes/docker/project-things.ts';
import { storeOf, unfinishedIn } from '../backup/store.ts';
import { neededImages } from '../deploy/plan-forgetting.ts';
import type { Step } from '../step.ts';

/** Logs of operations that are older are of no use to anybody. */
const LOG_DAYS = 30;
const DAY_MS = 86_400_000;
/** Images to go back to, a service. */
const KEPT_IMAGES = 5;

/** What to clean up. Without an engine only files are looked at. */
export interface CleanupOptions {
  readonly loaded: LoadedConfig;
  readonly project: string;
  readonly engine: Engine | undefined;
  readonly signal: AbortSignal;
}

interface OldFile {
  readonly path: string;
  readonly bytes: number;
}

async function oldLogs(root: string): Promise<OldFile[]> {
  const folder = join(root, '.failsafe', 'logs');
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.log'));
  const files = await Promise.all(
    names.map(async name => ({ path: join(folder, name), ...(await stat(join(folder, name))) })),
  );
  return files
    .filter(({ mtimeMs }) => mtimeMs < Date.now() - LOG_DAYS * DAY_MS)
    .map(({ path, size }) => ({ path, bytes: size }));
}

/** Containers of the project that are done: one-shots, and those of `compose run`. */
async function doneContainers(
  { loaded, project, signal }: CleanupOptions,
  engine: Engine,
): Promise<ProjectThing[]> {
  const oneShots = oneShotsOf(loaded);
  const filters = { label: [`${LABEL.project}=${project}`], status: ['exited'] };
  const found = await ask(engine, signal, docker => docker.listContainers({ all: true, filters }));
  return found
    .filter(one => oneShots.has(serviceOf(one)) || one.Labels[LABEL.oneOff] === 'True')
    .map(({ Id, Names }) => ({ kind: 'container', id: Id, name: Names[0]?.replace(/^\//, '') ?? Id }));
}

async function oldThings(options: CleanupOptions, engine: Engine): Promise<ProjectThing[]> {
  const { project, signal } = options;
  const all = await projectThings(engine, project, signal);
  const dangling = all.filter(({ kind, tags }) => kind === 'image' && tags?.length === 0);
  const kept = await keptImages(engine, project, signal);
  const needed = await neededImages(options.loaded.root, project);
  const byService = Map.groupBy(kept, ({ repository }) => repository);
  const superfluous = [...byService.values()].flatMap(images =>
    images.slice(KEPT_IMAGES).filter(({ name, running }) => !running && !needed.has(name)),
  );
  const tags = superfluous.map(({ id, name }): ProjectThing => ({ kind: 'image', id, name, tags: [name] }));
  return [...(await doneContainers(options, engine)), ...dangling, ...tags];
}

const total = (list: readonly { readonly bytes?: number }[]) =>
  formatSize(list.reduce((sum, { bytes = 0 }) => sum + bytes, 0));

/** Plans what a project can do without: nothing that runs, no volume, no backup that was finished, nothing of others. */
export async function planCleanup(options: CleanupOptions): Promise<Step[]> {
  const { loaded, engine, signal } = options;
  const things = engine === undefined ? [] : await oldThings(options, engine);
  const logs = await oldLogs(loaded.root);
  const store = storeOf(loaded);
  const unfinished = await unfinishedIn(store);
  return [
    {
      id: 'containers-and-images',
      title: 'remove containers that are done, and images that nothing names or needs',
      acts: things.map(
        ({ kind, name, bytes }) =>
          `remove ${kind} ${name}${bytes === undefined ? '' : ` (${formatSize(bytes)})`}`,
      ),
      async run() {
        if (engine === undefined) return 'no Docker engine is used';
        let removed = 0;
        for (const thing of things) if (await removeThing(engine, thing, signal)) removed++;
        return `${removed} removed, up to ${total(things)}`;
      },
    },
    {
      id: 'files',
      title: `remove logs that are older than ${LOG_DAYS} days, and backups that were never finished`,
      acts: [
        ...logs.map(({ path }) => `remove ${path}`),
        ...unfinished.map(name => `remove ${join(store, name)}`),
      ],
      async run() {
        for (const { path } of logs) await rm(path, { force: true });
        for (const name of unfinished) await rm(join(store, name), { recursive: true, force: true });
        return `${logs.length + unfinished.length} removed, ${total(logs)}`;
      },
    },
  ];
}
