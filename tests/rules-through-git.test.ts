import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { rules } from '../src/engine/rules.generated.ts';
import type { Files } from '../src/levels/check.ts';
import type { RawFile } from '../src/model/observations/source.ts';
import { LONG } from './support/long-test.ts';
import { createRepository } from './support/repository.ts';

/** One in so many, where not all are made: each takes as long as a commit. */
const STEP = LONG ? 1 : 12;

const contentOf = ({ text, bytes }: Partial<RawFile>) => text ?? 'x'.repeat(bytes ?? 0);

/** What `failsafe precommit` finds of one rule in the files of an example, staged as the first commit. */
async function foundOf(id: string, files: Files, declared: unknown): Promise<string[]> {
  await using repository = await createRepository();
  const config = declared === undefined ? {} : { 'failsafe.yaml': stringify({ source: declared }) };
  for (const [path, given] of Object.entries({ ...files, ...config })) {
    const facts: Partial<RawFile> = typeof given === 'string' ? { text: given } : given;
    const file = join(repository.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, contentOf(facts));
    if (facts.executable) await chmod(file, 0o755);
    await repository.git('add', '--force', '--', path);
  }
  const { exitCode, found } = await repository.findings('--fail-on', 'low');
  expect(exitCode).toBe(found.length > 0 ? 1 : 0);
  return found.filter(one => one.startsWith(`${id} `));
}

/** What git does not track is for `failsafe check`, which looks at folders. */
const isTracked = (files: Files) =>
  Object.values(files).every(given => typeof given === 'string' || given.tracked !== false);

const some = rules
  .flatMap(({ rule }) => (rule === undefined || !isTracked(rule.bad) ? [] : [rule]))
  .filter((_, n) => n % STEP === 0);

test.concurrent.each(some)('$id: its bad example is red, its good one is not', async rule => {
  const { id, bad, good, declared } = rule;
  expect(await foundOf(id, bad, declared)).not.toEqual([]);
  expect(await foundOf(id, good, declared)).toEqual([]);
});
