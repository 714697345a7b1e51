import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBase, createRunId, runFolders } from './folders.ts';
import { thisMachine } from './machine.ts';
import { identityOf } from './process-tree.ts';
import { type RunState, writeRunState } from './run-state.ts';
import { sweep } from './sweep.ts';

const HOUR = 3_600_000;
const DEAD = { pid: process.pid, startTime: 'of another process' };
let root: string;
let base: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'failsafe-test-'));
  base = createBase(root);
});

afterEach(() => rmSync(root, { recursive: true }));

function age(path: string, milliseconds: number): void {
  const then = new Date(Date.now() - milliseconds);
  utimesSync(path, then, then);
}

/** Makes a run as somebody left it; gives its folder. */
function makeRun(state?: Partial<RunState>, ageMs = 0, id = createRunId()): string {
  const { run } = runFolders(base, id);
  mkdirSync(run, { recursive: true });
  if (state) {
    writeRunState(run, {
      id,
      project: 'p',
      machine: thisMachine(),
      supervisor: DEAD,
      startedAt: '',
      services: {},
      ...state,
    });
    age(join(run, 'state.json'), ageMs);
  }
  age(run, ageMs);
  return run;
}

test.each([
  ['whose supervisor lives', { supervisor: identityOf(process.pid) }, 0, true],
  ['whose supervisor lives, however old', { supervisor: identityOf(process.pid) }, 99 * HOUR, true],
  ['whose supervisor is dead', {}, 0, false],
  ['that is just being made', undefined, 0, true],
  ['that was never finished', undefined, HOUR, false],
  ['of another machine', { machine: 'another' }, HOUR / 4, true],
  ['of another machine that has been silent for long', { machine: 'another' }, 2 * HOUR, false],
])('a run %s', async (_name, state, ageMs, kept) => {
  const run = makeRun(state, ageMs);
  await sweep(root);
  expect(existsSync(run)).toBe(kept);
});

test('what is no run is left alone', async () => {
  const run = makeRun({}, 0, 'not-a-run');
  await sweep(root);
  expect(existsSync(run)).toBe(true);
});

test('the logs of the latest runs are kept, and of those that run', async () => {
  const ids = Array.from({ length: 8 }, (_, index) => `20260101T00000${index}-00000000`);
  for (const id of ids) mkdirSync(runFolders(base, id).logs);
  makeRun({ supervisor: identityOf(process.pid) }, 0, ids[0]);
  await sweep(root);
  expect(ids.map(id => existsSync(runFolders(base, id).logs))).toEqual([
    true,
    false,
    false,
    true,
    true,
    true,
    true,
    true,
  ]);
});

test('many sweeps at once do not disturb each other', async () => {
  const runs = Array.from({ length: 5 }, () => makeRun({}));
  await Promise.all(Array.from({ length: 4 }, () => sweep(root)));
  expect(runs.filter(run => existsSync(run))).toEqual([]);
});
