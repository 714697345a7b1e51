import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type from 'typebox';
import Value from 'typebox/value';
import type { RuntimeName } from '../../model/stack.ts';
import type { Census } from '../postgres/census.ts';
import type { MigrationState } from '../postgres/migration-state.ts';
import type { VolumeInBackup } from '../volumes/save-volume.ts';

/** One database in a backup. */
export interface DatabaseInBackup {
  /** Its name under `targets` in failsafe.yaml. */
  readonly target: string;
  readonly database: string;
  /** The service, or host and port. */
  readonly server: string;
  /** Version of the server: `15.18`. */
  readonly postgres: string;
  /** File beside the manifest, in the custom format of pg_dump. */
  readonly file: string;
  readonly bytes: number;
  /** Tables with their numbers of rows and checksums, of the very snapshot that was dumped. */
  readonly tables: Census;
  readonly migration?: MigrationState;
}

/** Files that are not in git: an encrypted tar archive. */
export interface FilesInBackup {
  /** File beside the manifest, in the format of age. */
  readonly file: string;
  readonly bytes: number;
  /** Relative to failsafe.yaml. */
  readonly names: readonly string[];
}

/** What a backup holds; it stands in it as manifest.json. */
export interface Manifest {
  readonly version: 1;
  readonly id: string;
  readonly project: string;
  readonly runtime: RuntimeName;
  /** Why it was made: asked for, or before something else. */
  readonly reason: 'backup' | 'before-restore' | 'before-reset' | 'before-db-reset' | 'before-deploy';
  /** ISO 8601 */
  readonly createdAt: string;
  readonly durationMs: number;
  readonly databases: readonly DatabaseInBackup[];
  /** Files with the roles of each server, where they could be read. */
  readonly globals: readonly { readonly server: string; readonly file: string; readonly bytes: number }[];
  /** Named volumes of the compose project; none in backups of older versions. */
  readonly volumes?: readonly VolumeInBackup[];
  /** Files that are not in git, where there is a key. */
  readonly files?: FilesInBackup;
}

const FileName = Type.String({ pattern: '^[\\w.-]+$' });
const Shape = Type.Object({
  version: Type.Literal(1),
  id: Type.String(),
  project: Type.String(),
  runtime: Type.String(),
  reason: Type.String(),
  createdAt: Type.String(),
  databases: Type.Array(
    Type.Object({
      target: Type.String(),
      database: Type.String(),
      server: Type.String(),
      postgres: Type.String(),
      file: FileName,
      bytes: Type.Number(),
      tables: Type.Record(Type.String(), Type.Object({ rows: Type.Number(), checksum: Type.String() })),
    }),
  ),
  globals: Type.Array(Type.Object({ server: Type.String(), file: FileName, bytes: Type.Number() })),
  files: Type.Optional(
    Type.Object({ file: FileName, bytes: Type.Number(), names: Type.Array(Type.String()) }),
  ),
  volumes: Type.Optional(
    Type.Array(
      Type.Object({
        volume: Type.String(),
        file: FileName,
        bytes: Type.Number(),
        content: Type.Object({
          entries: Type.Number(),
          bytes: Type.Number(),
          checksum: Type.String(),
          owner: Type.Object({ uid: Type.Number(), gid: Type.Number(), mode: Type.Number() }),
        }),
      }),
    ),
  ),
});

/** The file of a backup that says what is in it. */
export const MANIFEST = 'manifest.json';

/** Reads the manifest in a folder; undefined when it is missing or is none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
    return Value.Check(Shape, value) ? (value as unknown as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

/** Files in a backup, with their sizes. */
export const filesOf = ({ databases, globals, volumes = [], files }: Manifest) => [
  ...databases,
  ...globals,
  ...volumes,
  ...(files ? [files] : []),
];

/** Bytes of all of them but the roles, which say nothing of how much there is. */
export const bytesOf = (manifest: Manifest): number =>
  filesOf({ ...manifest, globals: [] }).reduce((sum, { bytes }) => sum + bytes, 0);
