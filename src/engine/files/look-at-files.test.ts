import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../config/load.ts';
import { lookAtFiles } from './look-at-files.ts';

const IDS = ['source.json-syntax:files'];

async function deployment() {
  const root = await mkdtemp(join(tmpdir(), 'failsafe-files-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const file = join(root, 'failsafe.yaml');
  await writeFile(
    file,
    [
      'version: 1',
      'project: files',
      'stack: { runtime: processes, processes: { web: { run: node web.js, port: 80 } } }',
      'targets: { web: { service: web, port: 80 } }',
      'source: { folder: app }',
      '',
    ].join('\n'),
  );
  await mkdir(join(root, 'app'));
  await writeFile(join(root, 'app', 'data.json'), '{"a": 1,}\n');
  return loadConfig({ file, environment: {} });
}

test('files are looked at in another process, with the same results', async () => {
  const loaded = await deployment();
  const [result] = await lookAtFiles(loaded, IDS, new AbortController().signal);
  expect(result).toMatchObject({ status: 'fail', spots: [{ file: 'data.json', line: 1 }] });
});

test('a config that has gone since then is an error, and no empty list', async () => {
  const loaded = await deployment();
  await rm(loaded.file);
  await expect(lookAtFiles(loaded, IDS, new AbortController().signal)).rejects.toThrow(/failsafe\.yaml/);
});

test('who no longer wants the results ends the process', async () => {
  const loaded = await deployment();
  const over = new AbortController();
  const results = lookAtFiles(loaded, IDS, over.signal);
  over.abort();
  await expect(results).rejects.toThrow(/abort/);
});
