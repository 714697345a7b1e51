import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { createProgram } from '../src/cli/program.ts';
import { ROOT } from './support/deployment.ts';

const PAGE = join(ROOT, 'docs/failsafe.1');

test('the manual page has every command', () => {
  const text = readFileSync(PAGE, 'utf8').replaceAll('\\-', '-');
  for (const command of createProgram().commands) expect(text).toContain(`.SS "failsafe ${command.name()} `);
});

test.skipIf(spawnSync('groff', ['--version']).status !== 0)('groff has nothing against it', async () => {
  const { stderr, stdout } = await execa('groff', ['-man', '-ww', '-Tutf8', PAGE]);
  expect(stderr).toBe('');
  expect(stdout).toContain('FAILSAFE(1)');
});
