import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './support/deployment.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'failsafe-completion-'));
  const script = `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'bin/failsafe.js')}" "$@"\n`;
  await writeFile(join(folder, 'failsafe'), script);
  await chmod(join(folder, 'failsafe'), 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(shell: string, args: readonly string[]): Promise<string[]> {
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const { stdout, stderr } = await execa(shell, args, { env, cwd: folder, stdin: 'ignore' });
  expect(stderr).toBe('');
  return stdout.split(/\s+/).filter(word => word !== '');
}

/** What bash proposes for the last of these words. */
const inBash = (...words: string[]) =>
  run('bash', [
    '--norc',
    '-c',
    `source <(failsafe completion bash)
     COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _failsafe; echo "\${COMPREPLY[@]}"`,
    'bash',
    'failsafe',
    ...words,
  ]);

describe('bash', () => {
  test.each([
    [['ch'], ['check']],
    [
      ['monitor', 'st'],
      ['status', 'stop'],
    ],
    [['check', '--run'], ['--runtime']],
    [
      ['check', '--runtime', ''],
      ['processes', 'testcontainers', 'compose'],
    ],
    [['check', '--strict', '-r', 'comp'], ['compose']],
    [['completion', 'b'], ['bash']],
    [['check', '--config', ''], []],
    [['check', 'nothing-like-this'], []],
  ])('%j gives %j', async (words, wanted) => {
    expect(await inBash(...words)).toEqual(wanted);
  });

  test('what somebody types is not evaluated', async () => {
    expect(await inBash('check', '$(touch evaluated)', '--str')).toEqual(['--strict']);
    expect(spawnSync('ls', { cwd: folder, encoding: 'utf8' }).stdout).not.toContain('evaluated');
  });

  test('its script is known to bash', () => run('bash', ['-c', 'failsafe completion bash | bash -n']));
});

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

test.skipIf(!has('fish'))('fish proposes the same', async () => {
  const script = 'failsafe completion fish | source; complete -C "$argv[1]" | string split -f1 \\t';
  expect(await run('fish', ['--no-config', '-c', script, 'failsafe monitor st'])).toEqual(['status', 'stop']);
  expect(await run('fish', ['--no-config', '-c', script, 'failsafe check --runtime '])).toEqual(
    expect.arrayContaining(['processes', 'testcontainers', 'compose']),
  );
});

/** What the function gives zsh, which takes those that begin as the word does. */
test.skipIf(!has('zsh'))('zsh proposes the same', async () => {
  const ask = `source <(failsafe completion zsh)
    words=("$@"); CURRENT=$#; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); compgen -F _failsafe -- "\${@[-1]}"; print at $_comps[failsafe]`;
  const proposed = await run('zsh', ['-f', '-c', ask, 'zsh', 'failsafe', 'monitor', 'st']);
  expect(proposed).toEqual(expect.arrayContaining(['status', 'stop', 'at', '_bash_complete']));
  expect(proposed).not.toContain('check');
  const values = await run('zsh', ['-f', '-c', ask, 'zsh', 'failsafe', 'check', '--runtime', '']);
  expect(values.slice(0, 4)).toEqual(['processes', 'testcontainers', 'compose', 'at']);
});
