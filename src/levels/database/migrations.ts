import { resolve } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import type { Verdict } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { error, fail, pass } from '../verdict.ts';
import { declaredDatabase } from './instance.ts';
import { isSameMigration, type KnownMigrations, readMigrations } from './migration-folder.ts';
import { migrationQuery } from './migration-query.ts';
import { judgeQueryFailure, type QueryCode, queryCodes } from './query-failure.ts';

type Code =
  | QueryCode
  | 'NOT_AT_HEAD'
  | 'NOT_MIGRATED'
  | 'AHEAD_OF_CODE'
  | 'SEVERAL_HEADS'
  | 'NO_MIGRATIONS'
  | 'COLUMN_UNDECLARED';

interface Expectation {
  readonly target: DatabaseTarget;
  readonly table: string;
  /** No column is known for the table. */
  readonly undeclared: boolean;
  readonly folder?: string;
  /** Undefined: the folder cannot be read. */
  readonly migrations?: KnownMigrations;
}

function migrationsOf(folder: string): KnownMigrations | undefined {
  try {
    return readMigrations(folder);
  } catch {
    return undefined;
  }
}

function instances(loaded: LoadedConfig) {
  const database = declaredDatabase(loaded);
  const declared = database?.declared.migrations;
  if (database === undefined || declared === undefined) return [];
  const { target, common, connected } = database;
  const { table, head = '', folder } = declared;
  const sql = migrationQuery(declared);
  const migrations =
    folder === undefined ? { heads: [head], known: [] } : migrationsOf(resolve(loaded.root, folder));
  const expectation: Expectation = { target, table, folder, migrations, undeclared: sql === undefined };
  return [
    { ...common, params: { target, sql: sql ?? 'SELECT NULL AS revision' }, expectation, needs: connected },
  ];
}

/** What is wrong with the declaration or the code before the database is asked. */
function judgeCode({ table, folder, migrations, undeclared }: Expectation): Verdict<Code> | undefined {
  if (undeclared) {
    return error('COLUMN_UNDECLARED', `which column of ${table} holds the revision is not declared`);
  }
  if (migrations === undefined || migrations.heads.length === 0) {
    return error('NO_MIGRATIONS', `there are no migrations in ${folder}`, {
      expected: 'files of migrations',
    });
  }
  if (migrations.heads.length === 1) return undefined;
  const heads = migrations.heads.join(', ');
  return fail(
    'SEVERAL_HEADS',
    `the migrations in ${folder} have ${migrations.heads.length} heads: ${heads}`,
    {
      expected: 'one head',
      got: heads,
      fixes: [{ text: 'Merge the heads.', command: `alembic merge ${migrations.heads.join(' ')}` }],
    },
  );
}

function judgeRevisions(rows: readonly string[], { table, migrations }: Expectation): Verdict<Code> {
  const { heads: [head = ''] = [], known = [] } = migrations ?? {};
  const got = rows.slice(-3).join(', ') || 'no revision';
  const details = { expected: head, got, evidence: { applied: rows.length, known: known.length } };
  if (rows.length === 0) return fail('NOT_MIGRATED', `${table} is empty, expected ${head}`, details);
  if (rows.some(row => isSameMigration(row, head))) return pass(`at head: ${head}`, details.evidence);
  const foreign = rows.filter(row => !known.some(migration => isSameMigration(row, migration)));
  if (known.length > 0 && foreign.length > 0) {
    const list = foreign.slice(-3).join(', ');
    return fail('AHEAD_OF_CODE', `the database has ${list}, which the code does not know`, details);
  }
  return fail('NOT_AT_HEAD', `expected ${head}, got ${got}`, details);
}

/** Whether the schema is the one that the code was written for. */
export const check = defineCheck<'postgres-query', Expectation, Code>({
  id: 'database.migrations',
  level: 'database',
  severity: 'error',
  title: 'The migrations are at their head',
  why: 'Code that meets an older schema fails on the first request that needs the newer one.',
  source: 'The migration tool’s own table',
  probe: 'postgres-query',
  codes: {
    ...queryCodes,
    NOT_AT_HEAD: {
      title: 'The database is behind the code',
      cause: 'The migrations did not run in this deployment, or one of them failed.',
      fix: 'Run the migrations (alembic upgrade head, knex migrate:latest, prisma migrate deploy, …).',
    },
    NOT_MIGRATED: {
      title: 'No migration has run',
      cause: 'The database is new, was reset, or is another one than the application’s.',
      fix: 'Run the migrations; compare the database with the one that the application uses.',
    },
    AHEAD_OF_CODE: {
      title: 'The database has a migration that the code does not know',
      cause: 'Older code was deployed over a newer schema, or this checkout is older than the deployment.',
      fix: 'Deploy the code that belongs to the schema, or downgrade the schema with that code.',
    },
    SEVERAL_HEADS: {
      title: 'The migrations have several heads',
      cause: 'Two branches added a migration after the same one, and nobody merged them.',
      fix: 'Merge the heads into one.',
    },
    NO_MIGRATIONS: {
      title: 'The folder has no migrations',
      cause: '`database.migrations.folder` names a folder that does not exist or is empty.',
      fix: 'Correct the folder; it is relative to failsafe.yaml.',
    },
    COLUMN_UNDECLARED: {
      title: 'The column with the revision is not declared',
      cause: 'The table is none of those whose column is known.',
      fix: 'Add `column` to `database.migrations`.',
    },
  },
  instances,
  evaluate(seen, expectation) {
    const early = judgeCode(expectation);
    if (early !== undefined) return early;
    if (seen.ok)
      return judgeRevisions(
        seen.rows.map(row => String(row.revision)),
        expectation,
      );
    if (seen.failure.code !== '42P01') return judgeQueryFailure(seen.failure, expectation.target);
    return fail('NOT_MIGRATED', `table ${expectation.table} does not exist`, {
      expected: expectation.migrations?.heads.join(', '),
      got: 'no table',
      evidence: { code: seen.failure.code },
    });
  },
});
