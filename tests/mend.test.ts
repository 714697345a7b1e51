import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRepository, type Repository } from './support/repository.ts';

const COMPOSE = '\uFEFF# ours\r\nversion: "3"\r\nservices:\r\n  web:\r\n    image: nginx:1.29   # pinned\r\n';
const MENDED =
  '\uFEFF# ours\r\nservices:\r\n  web:\r\n    restart: unless-stopped\r\n    image: nginx:1.29   # pinned\r\n';
const SCRIPT = '#!/bin/sh\nexec "$@"\n';

async function staged(): Promise<Repository> {
  const repository = await createRepository();
  await repository.write('compose.yaml', COMPOSE, 0o640);
  await repository.write('run.sh', SCRIPT, 0o644);
  await repository.git('add', '.');
  return repository;
}
const text = ({ folder }: Repository, path: string) => readFile(join(folder, path), 'utf8');
const modeOf = async ({ folder }: Repository, path: string) =>
  ((await stat(join(folder, path))).mode & 0o777).toString(8);

test('--fix mends in the work tree, --undo takes it back byte for byte', async () => {
  await using repository = await staged();
  const { exitCode, stdout } = await repository.failsafe('precommit', '--fix');
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: expect.stringContaining('Mended 3') });
  expect(await text(repository, 'compose.yaml')).toBe(MENDED);
  expect(await modeOf(repository, 'compose.yaml')).toBe('640');
  expect(await modeOf(repository, 'run.sh')).toBe('755');
  expect(await repository.git('ls-files', '--stage', 'run.sh')).toMatch(/^100755 /);
  expect(await repository.git('show', ':compose.yaml')).toContain('version: "3"');

  await repository.git('add', '.');
  const again = await repository.failsafe('precommit', '--fix');
  expect(again.stdout).not.toContain('Mended');
  expect((await repository.findings()).found.filter(one => /^(?:C22|C30|M05) /.test(one))).toEqual([]);

  expect((await repository.failsafe('precommit', '--undo')).exitCode).toBe(0);
  expect(await text(repository, 'compose.yaml')).toBe(COMPOSE);
  expect(await modeOf(repository, 'run.sh')).toBe('644');
  expect(await repository.git('ls-files', '--stage', 'run.sh')).toMatch(/^100644 /);
  expect((await repository.failsafe('precommit', '--undo')).stderr).toContain('NOTHING_TO_UNDO');
});

test('--dry-run shows the difference and writes nothing', async () => {
  await using repository = await staged();
  const { exitCode, stdout } = await repository.failsafe('precommit', '--dry-run');
  expect({ exitCode, stdout }).toEqual({
    exitCode: 1,
    stdout: expect.stringMatching(/^\+ {4}restart: unless-stopped\r?$/m),
  });
  expect(await text(repository, 'compose.yaml')).toBe(COMPOSE);
  expect(await modeOf(repository, 'run.sh')).toBe('644');
});

test('what is staged in part is left alone', async () => {
  await using repository = await staged();
  const more = `${COMPOSE}# not staged yet\r\n`;
  await repository.write('compose.yaml', more);
  await repository.failsafe('precommit', '--fix');
  expect(await text(repository, 'compose.yaml')).toBe(more);
});

test('nobody’s later work is undone', async () => {
  await using repository = await staged();
  await repository.failsafe('precommit', '--fix');
  await repository.write('run.sh', `${SCRIPT}# later\n`);
  const { exitCode, stderr } = await repository.failsafe('precommit', '--undo');
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringContaining('run.sh has changed'),
  });
  expect(await text(repository, 'compose.yaml')).toBe(MENDED);
});

describe('.env', () => {
  const ENVIRONMENT = `services:
  db:
    image: postgres:18
    environment: { POSTGRES_PASSWORD: "\${DB_PASSWORD:?}" }
    ports: ["127.0.0.1:\${DB_PORT}:5432"]
`;
  const withExample = async (): Promise<Repository> => {
    const repository = await createRepository();
    await repository.write('compose.yaml', ENVIRONMENT);
    await repository.write('.env.example', '# Ours\nDB_PORT=5432\nDB_PASSWORD=\n');
    await repository.git('add', '.');
    return repository;
  };
  const FILLED = /^# Ours\nDB_PORT=5432\nDB_PASSWORD=([\w-]{32})\n$/;

  test('comes from the example, with random secrets, for its owner alone, kept out of git, once', async () => {
    await using repository = await withExample();
    const dry = await repository.failsafe('precommit', '--dry-run');
    expect(dry.stdout).toContain('write .env: DB_PORT (from the example), DB_PASSWORD (a random secret)');
    await expect(text(repository, '.env')).rejects.toThrow();

    const { stdout, stderr } = await repository.failsafe('precommit', '--fix');
    const written = await text(repository, '.env');
    const [, secret = ''] = FILLED.exec(written) ?? [];
    expect(secret).not.toBe('');
    expect(stdout + stderr).not.toContain(secret);
    expect(await modeOf(repository, '.env')).toBe('600');
    expect(await repository.git('status', '--porcelain', '.env')).toBe('');
    await repository.failsafe('precommit', '--fix');
    expect(await text(repository, '.env')).toBe(written);
  });

  test('is added to, never written over; --undo takes back what was added', async () => {
    await using repository = await withExample();
    const own = 'DB_PORT=1\nOWN="x"';
    await repository.write('.env', own, 0o640);
    await repository.failsafe('precommit', '--fix');
    expect(await text(repository, '.env')).toMatch(
      /^DB_PORT=1\nOWN="x"\n# Added by failsafe\nDB_PASSWORD=[\w-]{32}\n$/,
    );
    expect(await modeOf(repository, '.env')).toBe('640');
    await repository.failsafe('precommit', '--undo');
    expect(await text(repository, '.env')).toBe(own);
    await rm(join(repository.folder, '.env'));
    await repository.failsafe('precommit', '--fix');
    await repository.failsafe('precommit', '--undo');
    await expect(text(repository, '.env')).rejects.toThrow();
  });

  test('that git tracks gets no secret', async () => {
    await using repository = await withExample();
    await repository.write('.env', 'DB_PORT=1\n');
    await repository.git('add', '-f', '.env');
    const { stdout } = await repository.failsafe('precommit', '--fix');
    expect(stdout).toContain('git tracks it');
    expect(await text(repository, '.env')).toBe('DB_PORT=1\n');
  });
});
