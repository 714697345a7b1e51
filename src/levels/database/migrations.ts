import { resolve } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import type { Verdict } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { error, fail, pass } from '../verdict.ts';
import { declaredDatabase } from './instance.ts';
import {
  isSameMigration,
  type KnownMigrations,
  newerThanKnown,
  passedOver,
  readMigrations,
  unknownTo,
} from './migration-folder.ts';
import { comesInOrder, djangoApp, migrationQuery } from './migration-query.ts';
import { judgeQueryFailure, type QueryCode, queryCodes } from './query-failure.ts';

type Code =
  | QueryCode
  | 'NOT_AT_HEAD'
  | 'NOT_MIGRATED'
  | 'AHEAD_OF_CODE'
  | 'MIGRATION_FAILED'
  | 'MIGRATION_PASSED_OVER'
  | 'SEVERAL_HEADS'
  | 'NO_MIGRATIONS'
  | 'COLUMN_UNDECLARED';

interface Expectation {
  readonly target: DatabaseTarget;
  readonly table: string;
  /** The application of Django that is looked at. */
  readonly app?: string;
  /** No column is known for the table. */
  readonly undeclared: boolean;
  /** As they are declared, in words. */
  readonly folder?: string;
  /** Undefined: the folder cannot be read. */
  readonly migrations?: KnownMigrations;
}

function migrationsOf(folders: readonly string[]): KnownMigrations | undefined {
  try {
    return readMigrations(folders);
  } catch {
    return undefined;
  }
}

function instances(loaded: LoadedConfig) {
  const database = declaredDatabase(loaded);
  const declared = database?.declared.migrations;
  if (database === undefined || declared === undefined) return [];
  const { target, common, connected } = database;
  const { table, head = '' } = declared;
  const folders = [declared.folder ?? []].flat();
  const folder = folders.length === 0 ? undefined : folders.join(', ');
  const sql = migrationQuery(declared);
  const migrations =
    folder === undefined
      ? { heads: [head], known: [], inOrder: false }
      : migrationsOf(folders.map(one => resolve(loaded.root, one)));
  const app = djangoApp(declared);
  const expectation: Expectation = { target, table, folder, migrations, app, undeclared: sql === undefined };
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
  if (migrations.heads.length === 1 || migrations.apart) return undefined;
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

/** To `head` Alembic does not go where there are several. */
const ALL_BRANCHES = { text: 'Run the migrations of all branches.', command: 'alembic upgrade heads' };

interface Applied {
  readonly revision: string;
  readonly failed: boolean;
}

function judgeRevisions(applied: readonly Applied[], expectation: Expectation): Verdict<Code> {
  const { table, app, migrations = { heads: [], known: [], inOrder: false } } = expectation;
  const { heads, known } = migrations;
  const head = heads.join(', ');
  const rows = applied.map(({ revision }) => revision);
  const got = rows.slice(-3).join(', ') || 'no revision';
  const details = { expected: head, got, evidence: { applied: rows.length, known: known.length } };
  const behind = { ...details, fixes: heads.length > 1 ? [ALL_BRANCHES] : undefined };
  if (rows.length === 0) {
    const where = app === undefined ? `${table} is empty` : `${table} has no migration of the app ${app}`;
    return fail('NOT_MIGRATED', `${where}, expected ${head}`, behind);
  }
  const broken = applied.find(({ failed }) => failed)?.revision;
  if (broken !== undefined) {
    return fail('MIGRATION_FAILED', `${table} says that ${broken} did not end well`, {
      ...details,
      got: `${broken}, not done`,
    });
  }
  const missed = passedOver(rows, migrations);
  const isAtHead = heads.every(one => rows.some(row => isSameMigration(row, one)));
  if (isAtHead && missed.length > 0) {
    const list = missed.slice(0, 3).join(', ');
    return fail('MIGRATION_PASSED_OVER', `${list} has not run, although ${head} has`, {
      ...details,
      got: `without ${list}`,
    });
  }
  const foreign = isAtHead
    ? newerThanKnown(rows, migrations, comesInOrder(table))
    : unknownTo(migrations, rows);
  if (foreign.length > 0) {
    const list = foreign.slice(-3).join(', ');
    return fail('AHEAD_OF_CODE', `the database has ${list}, which the code does not know`, details);
  }
  if (isAtHead) return pass(`at head: ${head}`, details.evidence);
  return fail('NOT_AT_HEAD', `expected ${head}, got ${got}`, behind);
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
      fix: 'Run the migrations (alembic upgrade head, or heads where it has several; knex migrate:latest, prisma migrate deploy, …).',
    },
    NOT_MIGRATED: {
      title: 'No migration has run',
      cause: 'The database is new, was reset, or is another one than the application’s.',
      fix: 'Run the migrations; compare the database, and of Django the label of the app, with what the application uses.',
    },
    AHEAD_OF_CODE: {
      title: 'The database has a migration that the code does not know',
      cause: 'Older code was deployed over a newer schema, or this checkout is older than the deployment.',
      fix: 'Deploy the code that belongs to the schema, or downgrade the schema with that code. Where Alembic has several `version_locations`, name each of them under `folder`.',
    },
    MIGRATION_FAILED: {
      title: 'A migration has failed half way, or still runs',
      cause:
        'A statement of it failed, or the process that ran it was ended; the schema may be between two versions.',
      fix: 'Read why in the log of the migration; put right what it changed, tell the tool so (prisma migrate resolve, flyway repair, migrate force), and run the migrations again.',
    },
    MIGRATION_PASSED_OVER: {
      title: 'A migration has not run, although a newer one has',
      cause: 'It came with a branch that was merged later, and is numbered before what had run by then.',
      fix: 'Run the migrations; a tool that passes over older ones (Flyway without outOfOrder, golang-migrate) needs a new number for it.',
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
        seen.rows.map(row => ({ revision: String(row.revision), failed: row.failed === true })),
        expectation,
      );
    if (seen.failure.code !== '42P01') return judgeQueryFailure(seen.failure, expectation.target);
    return fail('NOT_MIGRATED', `table ${expectation.table} does not exist`, {
      expected: expectation.migrations?.heads.join(', '),
      got: 'no table',
      evidence: { code: seen.failure.code },
      fixes: (expectation.migrations?.heads.length ?? 0) > 1 ? [ALL_BRANCHES] : undefined,
    });
  },
});
