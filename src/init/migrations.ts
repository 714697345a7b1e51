import { basename, dirname } from 'node:path/posix';
import type { Entry } from './draft.ts';
import type { Survey } from './survey.ts';

interface Tool {
  readonly table: string;
  readonly column?: string;
  /** A migration of it, by its path and its text. */
  isMigration(path: string, text: string): boolean;
  folder(path: string): string;
}

const TOOLS: readonly Tool[] = [
  {
    table: 'alembic_version',
    isMigration: (path, text) =>
      path.endsWith('.py') && /^revision\b[^=\n]*=/m.test(text) && /^down_revision\b/m.test(text),
    folder: dirname,
  },
  {
    table: '_prisma_migrations',
    isMigration: path => /(?:^|\/)prisma\/migrations\/[^/]+\/migration\.sql$/.test(path),
    folder: path => dirname(dirname(path)),
  },
  {
    table: 'schema_migrations',
    isMigration: path => /(?:^|\/)db\/migrate\/\d{14}_\w+\.rb$/.test(path),
    folder: dirname,
  },
  {
    table: 'knex_migrations',
    isMigration: (path, text) =>
      /(?:^|\/)migrations\/\d{14}_[^/]+\.[cm]?[jt]s$/.test(path) && /\bknex\b/.test(text),
    folder: dirname,
  },
];

/** Where the migrations of the code stand, and in which table the database says which it has. Django's table knows no single head. */
export function findMigrations({ project }: Survey): Entry | undefined {
  for (const { table, isMigration, folder } of TOOLS) {
    const found = project.files.filter(({ path, text = '' }) => isMigration(path, text));
    const folders = [...new Set(found.map(({ path }) => folder(path)))];
    if (folders.length !== 1 || basename(folders[0] ?? '') === '') continue;
    return { value: { table, folder: folders[0] } };
  }
  return undefined;
}
