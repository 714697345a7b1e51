import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The migrations that the code brings along. */
export interface KnownMigrations {
  /** The newest: several when branches were never merged, none when the folder has no migrations. */
  readonly heads: readonly string[];
  /** The heads have no migration in common, as of several applications in one table: all of them must have run. */
  readonly apart?: boolean;
  /** All of them. */
  readonly known: readonly string[];
  /** `known` has the oldest first: a row stands for each that has run. Alembic's table has the newest alone. */
  readonly inOrder: boolean;
}

interface Revision {
  readonly id: string;
  readonly parents: readonly string[];
  /** Those of other branches that it needs, for which the table then has no row. */
  readonly dependsOn: readonly string[];
}

const REVISION = /^revision\b[^=\n]*=\s*['"]([^'"\n]+)['"]/m;
const PARENTS = /^down_revision\b[^=\n]*=\s*(\([^)]*\)|\[[^\]]*\]|[^\n]*)/m;
const DEPENDS_ON = /^depends_on\b[^=\n]*=\s*(\([^)]*\)|\[[^\]]*\]|[^\n]*)/m;
const MIGRATION_FILE = /\.(js|cjs|mjs|ts|cts|mts|sql|rb|py|php|go)$/;
const NO_MIGRATION = /(\.d\.[cm]?ts|[._]down\.sql|^__init__\.py|^(index|schema|structure)\.\w+)$/;
/** Flyway's repeatable migrations have no version, and what undoes one is none. */
const NO_VERSION = /^(R|U[\d._]+)__/;

const { compare: byNumber } = new Intl.Collator('en', { numeric: true });

const idsIn = (text = ''): string[] => [...text.matchAll(/['"]([^'"]+)['"]/g)].map(([, id = '']) => id);

function alembicRevision(source: string): Revision | undefined {
  const id = REVISION.exec(source)?.[1];
  const parents = PARENTS.exec(source)?.[1];
  if (id === undefined || parents === undefined) return undefined;
  return { id, parents: idsIn(parents), dependsOn: idsIn(DEPENDS_ON.exec(source)?.[1]) };
}

function alembicRevisions(folder: string): Revision[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.py'))
    .map(file => alembicRevision(readFileSync(join(folder, file), 'utf8')))
    .filter(revision => revision !== undefined);
}

/** A migration and all that ran before it in its branch. */
function lineOf(
  head: string,
  revisions: ReadonlyMap<string, Revision>,
  seen = new Set<string>(),
): Set<string> {
  if (seen.has(head)) return seen;
  seen.add(head);
  for (const parent of revisions.get(head)?.parents ?? []) lineOf(parent, revisions, seen);
  return seen;
}

function alembicMigrations(revisions: readonly Revision[]): KnownMigrations {
  const known = revisions.map(({ id }) => id);
  const needed = new Set(revisions.flatMap(({ parents, dependsOn }) => [...parents, ...dependsOn]));
  const heads = known.filter(id => !needed.has(id));
  const byId = new Map(revisions.map(one => [one.id, one]));
  const lines = heads.flatMap(head => [...lineOf(head, byId)]);
  return { known, heads, apart: new Set(lines).size === lines.length, inOrder: false };
}

function byName(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry =>
      entry.isDirectory()
        ? existsSync(join(folder, entry.name, 'migration.sql'))
        : MIGRATION_FILE.test(entry.name) && !NO_MIGRATION.test(entry.name) && !NO_VERSION.test(entry.name),
    )
    .map(entry => entry.name)
    .sort(byNumber);
}

/**
 * Reads folders of migrations that have one table: Alembic's graph of `down_revision`, or one file (or folder, as Prisma's) a migration,
 * of which the last by name is the newest.
 *
 * @throws what the file system throws
 */
export function readMigrations(folders: readonly string[]): KnownMigrations {
  const revisions = folders.flatMap(alembicRevisions);
  if (revisions.length > 0) return alembicMigrations(revisions);
  const known = folders.flatMap(byName).sort(byNumber);
  return { known, heads: known.slice(-1), inOrder: true };
}

/** `1.02` and `V1_2__init` both have the version 1.2; undefined for what has none. */
function versionOf(name: string, form: RegExp): string | undefined {
  const digits = form.exec(name)?.[1];
  const parts = digits?.split(/[._]/).map(part => part.replace(/^0+(?=\d)/, ''));
  return parts?.join('.').replace(/(\.0)+$/, '');
}

const OF_FLYWAY = /^V(\d+(?:[._]\d+)*)__/;
const OF_FILE = /^V?(\d+(?:\.\d+)*)/;
const OF_ROW = /^(\d+(?:\.\d+)*)$/;

/** Whether a row of the migrations table stands for this migration: its name, with or without extension, or its version. */
export function isSameMigration(row: string, migration: string): boolean {
  const bare = (name: string) => name.replace(MIGRATION_FILE, '').replace(/[._]up$/, '');
  if (row === migration || bare(row) === bare(migration)) return true;
  const version = versionOf(migration, OF_FLYWAY) ?? versionOf(migration, OF_FILE);
  return version !== undefined && versionOf(row, OF_ROW) === version;
}

/**
 * What has not run although something newer has. What is older than all that have run was there before the tool was: a
 * baseline.
 */
export function passedOver(rows: readonly string[], { known, inOrder }: KnownMigrations): string[] {
  if (!inOrder) return [];
  const hasRun = known.map(migration => rows.some(row => isSameMigration(row, migration)));
  return known.filter((_, at) => !hasRun[at] && at > hasRun.indexOf(true) && at < hasRun.lastIndexOf(true));
}

/** What has run and the code does not know; nothing where it knows none at all. */
export const unknownTo = ({ known }: KnownMigrations, rows: readonly string[]): string[] =>
  known.length === 0 ? [] : rows.filter(row => !known.some(migration => isSameMigration(row, migration)));

const numberOf = (name: string) => versionOf(name, OF_FLYWAY) ?? versionOf(name, OF_ROW) ?? name;

/**
 * What has run and is newer than all that the code knows. What is older was taken out of the folder: it was squashed.
 *
 * @param rows what has run
 * @param oldestFirst whether they come in that order
 */
export function newerThanKnown(
  rows: readonly string[],
  migrations: KnownMigrations,
  oldestFirst: boolean,
): string[] {
  if (!migrations.inOrder) return unknownTo(migrations, rows);
  const [head = ''] = migrations.heads;
  const after = oldestFirst ? rows.findIndex(row => isSameMigration(row, head)) + 1 : 0;
  return unknownTo(migrations, rows.slice(after)).filter(row => byNumber(numberOf(row), numberOf(head)) > 0);
}
