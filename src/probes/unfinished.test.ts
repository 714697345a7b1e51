import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { leaveNote } from '../../tests/support/killed-run.ts';
import { abandoned, begin } from './unfinished.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'failsafe-unfinished-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const notes = () => readdirSync(join(root, '.failsafe/unfinished'));
const found = async (look: string) => (await abandoned(root, look)).map(({ variables }) => variables);

test('what a killed run left is found by the same look, until it is forgotten', async () => {
  leaveNote(root, 'auth:web', { user: { email: 'a@example.com' } });
  expect(await found('auth:other')).toEqual([]);
  expect(await found('auth:web')).toEqual([{ user: { email: 'a@example.com' } }]);
  for (const left of await abandoned(root, 'auth:web')) await left.forget();
  expect(await found('auth:web')).toEqual([]);
  expect(notes()).toEqual([]);
});

test('what a run is still at is nobody else’s', async () => {
  const note = await begin(root, 'flow:chain', { id: 1 });
  expect(await found('flow:chain')).toEqual([]);
  expect(notes()).toHaveLength(1);
  await note.forget();
  expect(notes()).toEqual([]);
});

test('what a look has left is for the next one, of the same run as well', async () => {
  const note = await begin(root, 'flow:chain', { id: 1 });
  await note.leave();
  expect(await found('flow:chain')).toEqual([{ id: 1 }]);
});

test('of another machine nobody knows whether it has ended, unless it is old', async () => {
  const note = { look: 'flow:x', pid: 1, host: 'elsewhere', variables: {} };
  await begin(root, 'other', {});
  const file = join(root, '.failsafe/unfinished/1-x.json');
  writeFileSync(file, JSON.stringify({ ...note, at: Date.now() }));
  expect(await found('flow:x')).toEqual([]);
  writeFileSync(file, JSON.stringify({ ...note, at: Date.now() - 7_200_000 }));
  expect(await found('flow:x')).toEqual([{}]);
});

test('what ends with the run leaves no note', async () => {
  const note = await begin(root, undefined, {});
  await note.leave();
  expect(await abandoned(root, undefined)).toEqual([]);
  expect(readdirSync(root)).toEqual([]);
});

test('a note that was cut short is none, nor is one without variables', async () => {
  await begin(root, 'other', {});
  writeFileSync(
    join(root, '.failsafe/unfinished/1-y.json'),
    '{"look":"flow:x","variables":null,"left":true}',
  );
  writeFileSync(join(root, '.failsafe/unfinished/1-x.json'), '{"look":"fl');
  expect(await found('flow:x')).toEqual([]);
});

test('a folder that cannot be written keeps nobody from looking', async () => {
  writeFileSync(join(root, 'file'), '');
  const note = await begin(join(root, 'file'), 'flow:x', {});
  await note.forget();
  await (await begin(join(root, 'missing'), 'flow:x', {})).forget();
  expect(readdirSync(root)).toEqual(['file']);
});

test('git does not see it', async () => {
  await begin(root, 'flow:x', {});
  expect(existsSync(join(root, '.failsafe/.gitignore'))).toBe(true);
});
