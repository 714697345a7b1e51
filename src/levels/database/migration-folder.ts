import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The migrations that the code brings along. */
export interface KnownMigrations {
  /** The newest: several when branches were never merged, none when the folder has no migrations. */
  readonly heads: readonly string[];
  /** All of them, oldest first where their names tell. */
  readonly known: readonly string[];
}

interface Revision {
  readonly id: string;
  readonly parents: readonly string[];
}

const REVISION = /^revision\b[^=\n]*=\s*['"]([^'"\n]+)['"]/m;
const PARENTS = /^down_revision\b[^=\n]*=\s*(\([^)]*\)|\[[^\]]*\]|[^\n]*)/m;
const MIGRATION_FILE = /\.(js|cjs|mjs|ts|cts|mts|sql|rb|py|php|go)$/;
const NO_MIGRATION = /(\.d\.[cm]?ts|[._]down\.sql|^__init__\.py|^(index|schema|structure)\.\w+)$/;

function alembicRevision(source: string): Revision | undefined {
  const id = REVISION.exec(source)?.[1];
  const parents = PARENTS.exec(source)?.[1];
  if (id === undefined || parents === undefined) return undefined;
  return { id, parents: [...parents.matchAll(/['"]([^'"]+)['"]/g)].map(([, parent]) => parent ?? '') };
}

function alembicRevisions(folder: string): Revision[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.py'))
    .map(file => alembicRevision(readFileSync(join(folder, file), 'utf8')))
    .filter(revision => revision !== undefined);
}

function byName(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry =>
      entry.isDirectory()
        ? existsSync(join(folder, entry.name, 'migration.sql'))
        : MIGRATION_FILE.test(entry.name) && !NO_MIGRATION.test(entry.name),
    )
    .map(entry => entry.name)
    .sort(new Intl.Collator('en', { numeric: true }).compare);
}

/**
 * Reads a folder of migrations: Alembic's graph of `down_revision`, or one file (or folder, as Prisma's) a migration,
 * of which the last by name is the newest.
 *
 * @throws what the file system throws
 */
export function readMigrations(folder: string): KnownMigrations {
  const revisions = alembicRevisions(folder);
  if (revisions.length > 0) {
    const parents = new Set(revisions.flatMap(revision => revision.parents));
    const known = revisions.map(({ id }) => id);
    return { known, heads: known.filter(id => !parents.has(id)) };
  }
  const known = byName(folder);
  return { known, heads: known.slice(-1) };
}

/** Whether a row of the migrations table stands for this migration: its name, with or without extension, or its number. */
export function isSameMigration(row: string, migration: string): boolean {
  const bare = (name: string) => name.replace(MIGRATION_FILE, '').replace(/[._]up$/, '');
  const number = /^V?(\d+)/.exec(migration)?.[1];
  const digits = (text: string) => text.replace(/^0+(?=\d)/, '');
  return (
    row === migration ||
    bare(row) === bare(migration) ||
    (number !== undefined && /^\d+$/.test(row) && digits(row) === digits(number))
  );
}
