import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRepository, type Repository } from './support/repository.ts';

const WEB = 'services:\n  web: { image: "web:1" }\n';
const INCLUDING = `include: [infra/db.yml]\n${WEB}`;
const GOOD = 'services:\n  db: { image: "postgres:18" }\n';
const BAD = 'services:\n  db:\n    image: postgres:18\n    privileged: true\n';
const GREEN = { exitCode: 0, found: [] };
const RED = { exitCode: 1, found: ['C01 infra/db.yml:4'] };

/** What refuses a commit: of what these services are better with, others tell. */
async function told(repository: Repository, ...args: readonly string[]) {
  const { exitCode, found } = await repository.findings(...args);
  return { exitCode, found: found.filter(one => /^(?:C01|C27|S11) /.test(one)) };
}

async function commit(repository: Repository, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) await repository.write(path, text);
  await repository.git('add', '.');
  await repository.git('commit', '-qm', 'all');
}

test('a changed file that an unchanged one includes: what is staged counts, not what is in the worktree', async () => {
  await using repository = await createRepository();
  await commit(repository, { 'compose.yaml': INCLUDING, 'infra/db.yml': GOOD });
  await repository.write('infra/db.yml', BAD);
  expect(await told(repository)).toEqual(GREEN);
  await repository.git('add', '.');
  await repository.write('infra/db.yml', GOOD);
  // Nor what includes it
  await repository.write('compose.yaml', WEB);
  expect(await told(repository)).toEqual(RED);
  expect(await told(repository, '--all')).toEqual(RED);
  await repository.git('add', 'compose.yaml');
  expect(await told(repository, '--all')).toEqual(GREEN);
});

test('one that is renamed or deleted is missed where it is included', async () => {
  await using repository = await createRepository();
  await commit(repository, { 'compose.yaml': INCLUDING, 'infra/db.yml': BAD });
  await repository.git('mv', 'infra/db.yml', 'infra/database.yml');
  const missed = { exitCode: 1, found: ['C27 compose.yaml:1'] };
  expect(await told(repository, '--all')).toEqual(missed);
  await repository.write('compose.yaml', INCLUDING.replace('db.yml', 'database.yml'));
  await repository.git('add', '.');
  expect(await told(repository)).toEqual({ exitCode: 1, found: ['C01 infra/database.yml:4'] });
});

test('what precommit.ignore leaves out is not read', async () => {
  await using repository = await createRepository();
  await commit(repository, {
    'failsafe.yaml': 'version: 1\nproject: x\nprecommit: { ignore: [infra/**] }\n',
    'compose.yaml': INCLUDING,
    'infra/db.yml': BAD,
  });
  expect(await told(repository, '--all')).toEqual(GREEN);
});

test('stack.compose of the staged failsafe.yaml, with a service that extends from another file', async () => {
  await using repository = await createRepository();
  await commit(repository, {
    'failsafe.yaml': 'version: 1\nproject: x\nstack: { compose: [deploy/stack.yml, deploy/prod.yml] }\n',
    'deploy/stack.yml': 'services:\n  db: { extends: { file: base.yml, service: base } }\n',
    'deploy/base.yml': BAD.replace('db:', 'base:'),
    'deploy/prod.yml': BAD,
    'deploy/other.yml': BAD,
  });
  expect(await told(repository, '--all')).toEqual({
    exitCode: 1,
    found: ['C01 deploy/base.yml:4', 'C01 deploy/prod.yml:4'],
  });
});

test('failsafe check says the same of a folder without git', async () => {
  await using repository = await createRepository();
  await rm(join(repository.folder, '.git'), { recursive: true });
  await repository.write(
    'app/failsafe.yaml',
    'version: 1\nproject: x\nstack: { compose: ../stack.yml }\nsource: { folder: .. }\n',
  );
  await repository.write('stack.yml', INCLUDING);
  await repository.write('infra/db.yml', BAD.replace('postgres:18', 'postgres:18\n    imaje: x'));
  const { exitCode, stdout } = await repository.failsafe(
    'check',
    '-c',
    'app/failsafe.yaml',
    '--grep',
    'config or security',
    '--json',
  );
  expect(exitCode).toBe(1);
  const { results } = JSON.parse(stdout) as { results: { code?: string; message?: string }[] };
  const all = results.filter(({ code }) => code === 'C01' || code === 'S11').map(({ message }) => message);
  expect(all).toEqual([
    'infra/db.yml:4:5 services.db.imaje: unknown key "imaje"',
    'infra/db.yml:5:17 db runs privileged',
  ]);
});
