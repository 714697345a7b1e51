import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from '../harness/benchmark.ts';
import { FAILSAFE, PACKED, ROOT } from '../harness/paths.ts';
import { type Work, writeFailsafe, writeFourTests, writePlainVitest } from './projects.ts';

const NODE = process.execPath;
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const FLOOR = join(import.meta.dirname, 'floor.ts');

/** The bare loop, with one of two libraries. */
export const floor = (library: 'node' | 'undici', { port, checks, atOnce }: Work): Contestant => ({
  name: library === 'node' ? 'bare node:http' : 'bare undici',
  command: [NODE, FLOOR, library, String(port), String(checks), String(atOnce)],
});

/** `failsafe check` of what the endpoints of a folder answer. */
export const failsafeCheck = (cwd: string, name = 'failsafe check', exitCode = 0): Contestant => ({
  name,
  command: [NODE, FAILSAFE, 'check', '--grep', 'api'],
  cwd,
  exitCodes: [exitCode],
  // The first makes .failsafe, the second writes the cache of failsafe.yaml
  warmUps: 2,
});

/** The loops, failsafe by both of its drivers, and Vitest without it, in a folder that they may write to; `withVitest`: not by the engine alone;
 * `short`: what ratios need. */
export function contestantsFor(
  folder: string,
  work: Work,
  which: { readonly withVitest: boolean; readonly short: boolean },
): Contestant[] {
  writeFailsafe(folder, work);
  writePlainVitest(folder, work);
  writeFourTests(folder, work);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const from = (file: string) => JSON.stringify(join(PACKED, 'dist', file));
  writeFileSync(
    join(folder, 'own.config.ts'),
    `import { failsafeConfig } from ${from('config.js')};\nexport default await failsafeConfig(['all.spec.ts']);\n`,
  );
  writeFileSync(
    join(folder, 'all.spec.ts'),
    `import { verifyAll } from ${from('index.js')};\nverifyAll();\n`,
  );
  const vitest = (name: string, ...args: string[]): Contestant => ({
    name,
    command: [NODE, VITEST, 'run', ...args],
    cwd: folder,
    // The first writes down what it has compiled
    warmUps: 1,
  });
  const engine: Contestant[] = [
    ...(which.short ? [] : [floor('node', work)]),
    floor('undici', work),
    failsafeCheck(folder),
  ];
  if (!which.withVitest) return engine;
  return [
    ...engine,
    vitest(
      'failsafe by Vitest',
      '--configLoader',
      'native',
      '--config',
      'own.config.ts',
      '--tags-filter',
      'api',
    ),
    vitest('plain Vitest', '--config', 'plain.config.mjs'),
    ...(which.short ? [] : [vitest('plain, four tests each', '--config', 'four.config.mjs')]),
  ];
}
