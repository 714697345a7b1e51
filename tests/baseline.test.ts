import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRepository, type Repository } from './support/repository.ts';

/** Put together here, so that no secret stands in this file. */
const WORD = ['k9', 'Vx', '!mQ', '2z', 'Lw'].join('');
const OTHER = ['7p', 'Rt', '!zK', '4q', 'Nb'].join('');
const FILE = 'known.json';

const text = ({ folder }: Repository) => readFile(join(folder, FILE), 'utf8');

async function known(): Promise<Repository> {
  const repository = await createRepository();
  await repository.write('config.py', `SECRET_KEY = "${WORD}"\n`);
  await repository.git('add', '.');
  await repository.failsafe('precommit', '--all', '--write-baseline', '--baseline', FILE);
  return repository;
}

test('what is known is passed over wherever its line goes, what is new is not; no value stands in it', async () => {
  await using repository = await known();
  expect((await repository.findings()).found).toEqual(['K02 config.py:1']);
  const written = await text(repository);
  expect(written).not.toContain(WORD);
  expect(JSON.parse(written)).toMatchObject({ version: 1, entries: [{ rule: 'K02', file: 'config.py' }] });

  const line = `    SECRET_KEY = "${WORD}"\n`;
  await repository.write('config.py', `class Config:\n${line}`);
  await repository.git('add', '.');
  expect(await repository.findings('--baseline', FILE)).toEqual({ exitCode: 0, found: [] });
  await repository.write('config.py', `class Config:\n${line}    API_TOKEN = "${OTHER}"\n${line}`);
  await repository.git('add', '.');
  expect((await repository.findings('--baseline', FILE)).found).toEqual([
    'K02 config.py:3',
    'K02 config.py:4',
  ]);
  await repository.write('failsafe.yaml', `precommit: { baseline: ${FILE} }\n`);
  await repository.git('add', '.');
  expect((await repository.findings()).found).toEqual(['K02 config.py:3', 'K02 config.py:4']);
});

test('when its day is over it is found again; written anew, what is known keeps its day', async () => {
  await using repository = await known();
  const past = (await text(repository)).replace(/"expires": "[\d-]+"/, '"expires": "2020-01-01"');
  const soon = past.replace('2020-01-01', '2999-01-01');
  await repository.write(FILE, past);
  expect((await repository.findings('--baseline', FILE)).found).toEqual(['K02 config.py:1']);
  await repository.write(FILE, soon);
  await repository.failsafe('precommit', '--all', '--write-baseline', '--baseline', FILE);
  expect(await text(repository)).toBe(soon);
});

test('what is not looked at stays known', async () => {
  await using repository = await known();
  await repository.git('commit', '-qm', 'one');
  await repository.write('other.py', `API_TOKEN = "${OTHER}"\n`);
  await repository.git('add', 'other.py');
  await repository.failsafe('precommit', '--write-baseline', '--baseline', FILE);
  expect(await repository.findings('--all', '--baseline', FILE)).toEqual({ exitCode: 0, found: [] });
});

test('one that is missing or broken is no green', async () => {
  await using repository = await known();
  const missing = await repository.failsafe('precommit', '--baseline', 'other.json');
  expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringContaining('BASELINE_MISSING')]);
  await repository.write(FILE, '{}');
  const broken = await repository.failsafe('precommit', '--baseline', FILE);
  expect([broken.exitCode, broken.stderr]).toEqual([2, expect.stringContaining('BASELINE_INVALID')]);
});
