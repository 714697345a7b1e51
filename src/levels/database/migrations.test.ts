import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { loaded, target } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { isSameMigration, readMigrations } from './migration-folder.ts';
import { check } from './migrations.ts';
import { queryCodes } from './query-failure.ts';

const rows = (...revisions: string[]) =>
  ({ ok: true, rows: revisions.map(revision => ({ revision })), durationMs: 1 }) as const;
const failed = (code: string) => ({ ok: false, failure: { code, message: 'the server’s words' } }) as const;

const expectation = { target, table: 'alembic_version', undeclared: false, folder: 'versions' };
const at = (heads: string[], known: string[], inOrder = false) => ({
  ...expectation,
  migrations: { heads, known, inOrder },
});
const apart = {
  ...at([], []),
  migrations: { heads: ['b2', 'd4'], known: ['b2', 'c3', 'd4'], inOrder: false, apart: true },
};
const broken = (revision: string) =>
  ({ ok: true, rows: [{ revision, failed: true }], durationMs: 1 }) as const;

judges(
  check,
  at(['b2'], ['a1', 'b2']),
  [
    ['at head', rows('b2'), 'pass OK'],
    ['behind', rows('a1'), 'fail NOT_AT_HEAD'],
    ['empty', rows(), 'fail NOT_MIGRATED'],
    ['no table', failed('42P01'), 'fail NOT_MIGRATED'],
    ['ahead', rows('c3'), 'fail AHEAD_OF_CODE'],
    ['at head, with a branch that the code does not know', rows('b2', 'c3'), 'fail AHEAD_OF_CODE'],
    ['newer than the head', rows('1', '2', '10'), 'fail AHEAD_OF_CODE', at(['2_b'], ['1_a', '2_b'], true)],
    ['older than the head', rows('1', '2', '3'), 'pass OK', at(['3_c'], ['1_a', '3_c'], true)],
    ['at all of several heads', rows('b2', 'd4'), 'pass OK', apart],
    ['at one of several heads', rows('b2'), 'fail NOT_AT_HEAD', apart],
    ['at one of several heads, behind with another', rows('b2', 'c3'), 'fail NOT_AT_HEAD', apart],
    ['at another than the declared head', rows('c3'), 'fail NOT_AT_HEAD', at(['b2'], [])],
    ['half done', broken('b2'), 'fail MIGRATION_FAILED'],
    ['a gap', rows('1', '3'), 'fail MIGRATION_PASSED_OVER', at(['3_c'], ['1_a', '2_b', '3_c'], true)],
    ['a baseline', rows('2', '3'), 'pass OK', at(['3_c'], ['1_a', '2_b', '3_c'], true)],
    ['the newest alone', rows('3'), 'pass OK', at(['3_c'], ['1_a', '2_b', '3_c'], true)],
    ['unmerged', rows('b2'), 'fail SEVERAL_HEADS', at(['b2', 'b3'], ['b2', 'b3'])],
    ['an empty folder', rows('b2'), 'error NO_MIGRATIONS', at([], [])],
    ['no folder', rows('b2'), 'error NO_MIGRATIONS', expectation],
    ['a table of its own', rows(), 'error COLUMN_UNDECLARED', { ...expectation, undeclared: true }],
    ['no such column', failed('42703'), 'fail COLUMN_MISSING'],
    ['may not be read', failed('42501'), 'fail PRIVILEGE_MISSING'],
  ],
  queryCodes,
);

describe('the head of a folder', () => {
  let root = '';
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function folder(files: Record<string, string>): string {
    root = mkdtempSync(join(tmpdir(), 'failsafe-migrations-'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    return root;
  }

  test('Alembic: the revision that no other one follows', () => {
    const found = readMigrations([
      folder({
        'a1_first.py': "revision = 'a1'\ndown_revision = None\n",
        'z0_second.py': 'revision: str = "b2"\ndown_revision: Union[str, None] = "a1"\n',
        'z1_other.py': "revision = 'b3'\ndown_revision = 'a1'\n",
        'a0_merge.py': "revision = 'c4'\ndown_revision = (\n  'b2',\n  'b3',\n)\n",
        '__init__.py': '',
      }),
    ]);
    expect(found.heads).toEqual(['c4']);
    expect(found.known).toHaveLength(4);
  });

  test('Alembic: two heads', () => {
    const found = readMigrations([
      folder({
        'a.py': "revision = 'a1'\ndown_revision = None\n",
        'b.py': "revision = 'b2'\ndown_revision = 'a1'\n",
        'c.py': "revision = 'b3'\ndown_revision = 'a1'\n",
      }),
    ]);
    expect(found.heads).toEqual(['b2', 'b3']);
  });

  test('Alembic: several version_locations, of which each has its own head', () => {
    const shop = folder({
      'a.py': "revision = 'a1'\ndown_revision = None\n",
      'b.py': "revision = 'a2'\ndown_revision = 'a1'\n",
    });
    const stock = folder({ 'a.py': "revision = 'b1'\ndown_revision = None\n" });
    const needs = { 'a.py': "revision = 'c1'\ndown_revision = None\ndepends_on = ('a2',)\n" };
    expect(readMigrations([shop, stock])).toMatchObject({ heads: ['a2', 'b1'], apart: true });
    expect(readMigrations([shop, stock, folder(needs)])).toMatchObject({ heads: ['b1', 'c1'], apart: true });
    const fork = folder({ 'a.py': "revision = 'a3'\ndown_revision = 'a1'\n" });
    expect(readMigrations([shop, fork])).toMatchObject({ heads: ['a2', 'a3'], apart: false });
  });

  test('Knex, Rails, golang-migrate: the last file by its number', () => {
    expect(
      readMigrations([folder({ '2_b.js': '', '10_c.js': '', '9_a.js': '', 'README.md': '' })]).heads,
    ).toEqual(['10_c.js']);
    const both = { '000002_x.up.sql': '', '000002_x.down.sql': '', '000001_y.up.sql': '' };
    expect(readMigrations([folder(both)]).heads).toEqual(['000002_x.up.sql']);
  });

  test('Prisma: the last folder with a migration.sql', () => {
    const found = readMigrations([
      folder({
        '20250101_a/migration.sql': '',
        '20260101_b/migration.sql': '',
        '20270101_c/notes': '',
        'migration_lock.toml': '',
      }),
    ]);
    expect(found.heads).toEqual(['20260101_b']);
  });

  test('an application of the check: folder, head', () => {
    const instances = check.instances(
      loaded(
        { migrations: { table: 'public._prisma_migrations', folder: '.' } },
        folder({ '1_a/migration.sql': '' }),
      ),
    );
    expect(instances[0]?.expectation.migrations?.heads).toEqual(['1_a']);
  });

  test('a folder that is not there is not a crash of the plan', () => {
    const migrations = { table: 'alembic_version', folder: 'missing' };
    expect(check.instances(loaded({ migrations }))[0]?.expectation.migrations).toBeUndefined();
  });
});

test.each([
  ['20260101_x.js', '20260101_x.ts', true],
  ['20260101', '20260101_x.rb', true],
  ['2', '000002_x.up.sql', true],
  ['2', 'V2__x.sql', true],
  ['3', '000002_x.up.sql', false],
  ['1', 'V1.2__x.sql', false],
  ['1.2', 'V1_2__x.sql', true],
  ['1.10', 'V1.1__x.sql', false],
  ['2.0', 'V2__x.sql', true],
  ['1.2', '1.02_x.sql', true],
  ['b2', 'b3', false],
  ['20260101_y', '20260101_x', false],
])('row %s stands for migration %s: %s', (row, migration, same) => {
  expect(isSameMigration(row, migration)).toBe(same);
});

test.each([rows('b2'), rows(), failed('42P01')])('several heads are gone to by their plural', seen => {
  const { fixes } = check.evaluate(seen, apart);
  expect(fixes).toMatchObject([{ command: 'alembic upgrade heads' }]);
});
