import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';
import { keptImages } from '../../runtimes/docker/keep-images.ts';
import { removeThing } from '../../runtimes/docker/project-things.ts';
import type { Step } from '../step.ts';
import { servedVersions } from './choose-version.ts';
import { readRecords, removeRecord } from './record.ts';

/** Versions that can be gone back to, the one that serves among them. */
const KEPT_VERSIONS = 5;

/** Names of the images that belong to versions that can be gone back to. */
export async function neededImages(root: string, project: string): Promise<ReadonlySet<string>> {
  const versions = servedVersions(await readRecords(root, project)).slice(0, KEPT_VERSIONS);
  return new Set(versions.flatMap(({ images }) => Object.values(images).map(({ kept }) => kept)));
}

/** Plans to forget the versions beyond the newest five, and the images that belonged to them alone. */
export const planForgetting = ({
  loaded: { root },
  engine,
  project,
  signal,
}: {
  readonly loaded: LoadedConfig;
  readonly engine: Engine;
  readonly project: string;
  readonly signal: AbortSignal;
}): Step => ({
  id: 'forget',
  title: `forget versions beyond the newest ${KEPT_VERSIONS}`,
  acts: ['remove their records, and the names of images that belong to them alone and do not run'],
  async run() {
    const records = await readRecords(root, project);
    const oldest = servedVersions(records)[KEPT_VERSIONS - 1];
    const old = oldest === undefined ? [] : records.filter(({ id }) => id < oldest.id);
    const needed = await neededImages(root, project);
    const names = new Set(old.flatMap(({ images }) => Object.values(images).map(({ kept }) => kept)));
    const images = (await keptImages(engine, project, signal)).filter(
      ({ name, running }) => names.has(name) && !needed.has(name) && !running,
    );
    for (const { id, name } of images)
      await removeThing(engine, { kind: 'image', id, name, tags: [name] }, signal);
    for (const { id } of old) await removeRecord(root, id);
    return old.length === 0 ? 'there are none' : `${old.length} versions, ${images.length} images`;
  },
});
