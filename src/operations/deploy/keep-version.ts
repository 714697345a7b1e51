import { createHash } from 'node:crypto';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { renderConfig } from '../../runtimes/compose/render-config.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';
import { openEngine } from '../../runtimes/docker/engine.ts';
import { type KeptImage, keepImage, runningImages } from '../../runtimes/docker/keep-images.ts';
import { newId } from '../new-id.ts';
import type { FoundDatabase } from '../postgres/find-server.ts';
import type { Step } from '../step.ts';
import { currentVersion } from './choose-version.ts';
import { composeOf, type DeployRecord, readRecords, writeOwn, writeRecord } from './record.ts';
import { readSchemas, type SchemaState } from './schema-state.ts';

/** Images by their services, as a record has them. */
export const imagesOf = (images: readonly KeptImage[]): DeployRecord['images'] =>
  Object.fromEntries(
    images.map(({ service, id, name, repository, tag }) => [
      service,
      { id, name, kept: `${repository}:${tag}` },
    ]),
  );

/** What runs, with the schema that its code goes with. */
export interface VersionToKeep {
  readonly engine: Engine;
  readonly project: string;
  readonly id: string;
  /** The compose file, variables filled in. */
  readonly compose: string;
  readonly schemas: Readonly<Record<string, SchemaState>>;
  readonly signal: AbortSignal;
}

/** Gives the images that run their names, and stores the compose file beside the record, of which it gives a part. */
export async function keepVersion(
  root: string,
  { engine, project, id, compose, schemas, signal }: VersionToKeep,
): Promise<Pick<DeployRecord, 'status' | 'endedAt' | 'images' | 'schemas' | 'compose'>> {
  const now = await runningImages(engine, project, signal);
  for (const image of now) await keepImage(engine, image, signal);
  await writeOwn(root, composeOf(root, id), compose);
  return {
    status: 'kept',
    endedAt: new Date().toISOString(),
    images: imagesOf(now),
    schemas,
    compose: createHash('sha256').update(compose).digest('hex'),
  };
}

/** What a set-up knows of the version that it has made. */
export interface KeepStepOptions {
  readonly loaded: LoadedConfig;
  readonly project: string;
  readonly signal: AbortSignal;
  databases(): Promise<readonly FoundDatabase[]>;
}

/** Plans to write down what a set-up has brought to run, so that a later deploy can go back to it. */
export function keepVersionStep({ loaded, project, signal, databases }: KeepStepOptions): Step {
  const { root } = loaded;
  return {
    id: 'keep-version',
    title: 'keep what runs as a version',
    acts: ['write a record into .failsafe/deploys, unless what runs is known'],
    async run() {
      const engine = openEngine();
      const running = (await runningImages(engine, project, signal)).map(({ service, id }) => [service, id]);
      const known = currentVersion(await readRecords(root, project), Object.fromEntries(running));
      if (known !== undefined) return `${known.id}, as before`;
      const [id, startedAt] = [newId(), new Date().toISOString()];
      const compose = await renderConfig(loaded, project, signal);
      const schemas = await readSchemas(loaded, await databases(), signal);
      const kept = await keepVersion(root, { engine, project, id, compose, schemas, signal });
      await writeRecord(root, { version: 1, id, project, by: 'setup', startedAt, ...kept });
      return id;
    },
  };
}
