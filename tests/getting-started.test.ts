import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaNode } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from './support/deployment.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))));

/** A file to write, or commands to run, in the order of the page. */
type Step = { readonly file: string; readonly text: string } | { readonly commands: readonly string[] };

function stepsOf(page: string): Step[] {
  return [...page.matchAll(/^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, language = '', kind = '', text = '']): Step[] => {
      if (kind.startsWith('file=')) return [{ file: kind.slice('file='.length), text }];
      return language === 'sh' && kind === '' ? [{ commands: text.trim().split('\n') }] : [];
    },
  );
}

test('each command of docs/getting-started.md does what the page says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-started-'));
  folders.push(folder);
  const steps = stepsOf(await readFile(join(ROOT, 'docs/getting-started.md'), 'utf8'));
  let ran = 0;
  for (const step of steps) {
    if ('file' in step) {
      await writeFile(join(folder, step.file), step.text);
      continue;
    }
    for (const line of step.commands) {
      const [command = '', note = ''] = line.split('  # ');
      const wanted = Number(/exits with (\d)/.exec(note)?.[1] ?? 0);
      const args = command.replace(/^npx failsafe /, '').split(' ');
      const env = { FAILSAFE_CONFIG: undefined, FAILSAFE_RUNTIME: undefined };
      const { exitCode, stdout, stderr } = await execaNode(join(ROOT, 'bin/failsafe.js'), args, {
        cwd: folder,
        env,
        reject: false,
      });
      expect(exitCode, `${line}\n${stdout}\n${stderr}`).toBe(wanted);
      if (wanted === 1) expect(stdout).toContain('api.body:products');
      ran++;
    }
  }
  expect(ran).toBeGreaterThanOrEqual(8);
});
