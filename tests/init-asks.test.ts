import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { ROOT } from './support/deployment.ts';
import { copyOf } from './support/init-project.ts';

const FRONT = 'Through which service do people come in?';
const WRITE = 'Write this as failsafe.yaml?';

const CTRL_C = '\u0003';
const ENTER = '\r';
const DOWN = '\u001b[B';

/** `script` of util-linux gives a program a terminal. */
const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

/** Runs init in a terminal, and presses keys when a question has come. */
async function asked(folder: string, keys: readonly (readonly [question: string, key: string])[]) {
  const command = `stty cols 100 rows 50; ${process.execPath} ${join(ROOT, 'bin/failsafe.js')} init -p failsafe-none`;
  const options = { cwd: folder, reject: false, all: true, timeout: 120_000 } as const;
  const running = execa('script', ['-qec', command, '/dev/null'], options);
  const left = [...keys];
  let seen = '';
  running.all.on('data', (data: Buffer) => {
    seen += data.toString();
    const [next] = left;
    if (next === undefined || !seen.includes(next[0])) return;
    left.shift();
    // A key that comes before the question has set the terminal up is lost
    setTimeout(() => running.stdin.write(next[1]), 300);
  });
  const { exitCode, all } = await running;
  return { exitCode, all, unasked: left.length };
}

const written = (folder: string) => readFile(join(folder, 'failsafe.yaml'), 'utf8').catch(() => undefined);

describe.runIf(hasTerminal)('init asks', () => {
  test.each([
    ['at the first question', [[FRONT, CTRL_C]], 130],
    [
      'at the last one',
      [
        [FRONT, ENTER],
        [WRITE, CTRL_C],
      ],
      130,
    ],
    [
      'with No',
      [
        [FRONT, ENTER],
        [WRITE, 'n'],
      ],
      0,
    ],
  ] as const)('left %s: nothing is written', async (_, keys, code) => {
    await using project = await copyOf('fastapi-traefik');
    const { exitCode, all, unasked } = await asked(project.folder, keys);
    expect({ exitCode, unasked }, all).toEqual({ exitCode: code, unasked: 0 });
    expect(all).toContain('nothing was written');
    expect(await written(project.folder)).toBeUndefined();
  });

  test('what is chosen is in the file; what is likely is chosen already', async () => {
    await using project = await copyOf('fastapi-traefik');
    const likely = await asked(project.folder, [
      [FRONT, ENTER],
      [WRITE, ENTER],
    ]);
    expect(likely.exitCode, likely.all).toBe(0);
    expect(await written(project.folder)).toMatch(/^ {2}target: traefik$/m);
    await using other = await copyOf('fastapi-traefik');
    await asked(other.folder, [
      [FRONT, DOWN + ENTER],
      [WRITE, 'y'],
    ]);
    expect(await written(other.folder)).toMatch(/^ {2}target: traefik-8080$/m);
  });

  test('a choice that nothing goes by is not asked for', async () => {
    await using project = await copyOf('wordpress');
    const { exitCode, all } = await asked(project.folder, [[WRITE, ENTER]]);
    expect(exitCode, all).toBe(0);
    expect(all).not.toContain(FRONT);
    expect(await written(project.folder)).toContain('mail-8025');
  });
});
