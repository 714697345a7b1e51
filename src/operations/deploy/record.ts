import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from '../../config/own-folder.ts';
import { replaceFile } from '../../config/replace-file.ts';
import type { SchemaState } from './schema-state.ts';

/** An image that a service ran from. */
export interface DeployedImage {
  readonly id: string;
  /** As compose names it, which a newer image may have taken over. */
  readonly name: string;
  /** Under which it is kept: `failsafe/<project>/<service>:lkg-<id>`. */
  readonly kept: string;
}

/** One version of the deployment: what was tried, and what came of it. It stands in `.failsafe/deploys`. */
export interface DeployRecord {
  readonly version: 1;
  readonly id: string;
  readonly project: string;
  /** `found`: what ran when the first deploy began. */
  readonly by: 'deploy' | 'rollback' | 'found' | 'setup';
  /** `running` of one that is not over, or whose process was killed. */
  readonly status: 'running' | 'kept' | 'rolled-back' | 'failed';
  /** ISO 8601 */
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Service → its image, once it is kept. */
  readonly images: Readonly<Record<string, DeployedImage>>;
  /** Target → the schema of its database when it was kept. */
  readonly schemas: Readonly<Record<string, SchemaState>>;
  /** Checksum of the compose file as it was then, which stands beside; undefined of what was found. */
  readonly compose?: string;
  /** Of a rollback: the version that it went back to. */
  readonly of?: string;
  /** The backup that was made before it. */
  readonly backup?: string;
  /** Why it was not kept. */
  readonly reason?: string;
  /** Longest time in which a web target did not answer while it was put in place, in milliseconds. */
  readonly gapMs?: number;
}

const NAME = /^(\d{8}T\d{6}Z-[0-9a-f]{4})\.json$/;

const folderOf = (root: string) => join(root, '.failsafe', 'deploys');

/** The compose file of a version, variables and secrets filled in: for its owner only. */
export const composeOf = (root: string, id: string): string => join(folderOf(root), `${id}.compose.yml`);

/** What is laid over it for a rollback. */
export const overrideOf = (root: string, id: string): string => join(folderOf(root), `${id}.override.yml`);

/** Writes a file that only its owner may read; it is whole or not there. */
export async function writeOwn(root: string, file: string, text: string): Promise<void> {
  await ownFolder(root, 'deploys');
  await replaceFile(file, text, { mode: 0o600, flush: true });
}

/** The same, unless it is there already: a full disk is then no hindrance. */
export async function ensureOwn(root: string, file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) !== text) await writeOwn(root, file, text);
}

/** Writes a record down. */
export const writeRecord = (root: string, record: DeployRecord): Promise<void> =>
  writeOwn(root, join(folderOf(root), `${record.id}.json`), `${JSON.stringify(record, null, 2)}\n`);

/** All records of a project, the newest first. */
export async function readRecords(root: string, project: string): Promise<DeployRecord[]> {
  const names = (await readdir(folderOf(root)).catch(() => [])).filter(name => NAME.test(name));
  const records = await Promise.all(
    names.map(async (name): Promise<DeployRecord | undefined> => {
      try {
        return JSON.parse(await readFile(join(folderOf(root), name), 'utf8'));
      } catch {
        return undefined;
      }
    }),
  );
  return records
    .filter(record => record?.version === 1)
    .filter(record => record !== undefined)
    .filter(record => record.project === project)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** Removes a record and what stands beside it. */
export async function removeRecord(root: string, id: string): Promise<void> {
  const files = [join(folderOf(root), `${id}.json`), composeOf(root, id), overrideOf(root, id)];
  for (const file of files) await rm(file, { force: true });
}
