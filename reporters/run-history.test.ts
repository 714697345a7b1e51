import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sampleReport } from '../tests/support/sample-report.ts';
import { HISTORY_FILE, readHistory, renderHistory, toPastRun } from './run-history.ts';

async function remembered(runs: number, times: number) {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const responses = Object.fromEntries(
    Array.from({ length: times }, (_, index) => [`api.latency:e${index}`, index]),
  );
  const past = Array.from({ length: runs }, (_, index) => ({
    ...toPastRun({ ...sampleReport, durationMs: index }, false),
    responses,
  }));
  await writeFile(join(folder, HISTORY_FILE), renderHistory(past));
  return (await readHistory(folder)).map(({ durationMs }) => durationMs);
}

test('of few checks 49 earlier runs are remembered, the newest ones', async () => {
  const runs = await remembered(60, 3);
  expect([runs.length, runs[0], runs.at(-1)]).toEqual([49, 11, 59]);
});

test('of very many fewer are, so that no run takes longer than the one before it', async () => {
  expect(await remembered(20, 10_000)).toEqual([15, 16, 17, 18, 19]);
});
