import { chmod, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ProblemError } from '../model/problem.ts';
import { git } from '../probes/source/git.ts';
import { repositoryOf } from '../probes/source/staged-changes.ts';

const BEGIN = '# failsafe: begin';
const END = '# failsafe: end';

const OWN_FOLDER = 'node_modules/.bin';

/** A word that a shell takes as it is. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Git runs a hook in the top folder: failsafe is looked for in the package that the hook was written from first. npx alone
 * takes longer than failsafe does, and is asked only where failsafe is in none of these folders.
 *
 * @param folder of the package, from the top folder; empty for that one
 */
function linesFor(folder: string): string {
  const folders = [...new Set([join(folder, OWN_FOLDER), OWN_FOLDER])];
  const tries = folders.map(
    own =>
      `if [ -x ${quoted(`${own}/failsafe`)} ]; then PATH="$PWD"/${quoted(own)}:"$PATH" failsafe precommit`,
  );
  return `${BEGIN}\n${tries.join('\nel')}\nelse npx --no-install failsafe precommit\nfi || exit $?\n${END}\n`;
}

const SHELL = /^#!.*\b(?:sh|bash|dash|zsh)\b/;
const RUN_BITS = 0o755;

/** The hook with our lines in it, right behind its first one: what comes later may end it. */
export function withOurLines(hook: string | undefined, lines: string): string | undefined {
  if (hook === undefined || hook.trim() === '') return `#!/bin/sh\n${lines}`;
  const [begin, end] = [hook.indexOf(BEGIN), hook.indexOf(`${END}\n`)];
  if (begin !== -1 && end > begin) return hook.slice(0, begin) + lines + hook.slice(end + END.length + 1);
  // Somebody has cut our lines: what is left of them nobody knows
  if (begin !== -1) return undefined;
  if (!SHELL.test(hook)) return undefined;
  const second = hook.indexOf('\n') + 1;
  return second === 0 ? `${hook}\n${lines}` : hook.slice(0, second) + lines + hook.slice(second);
}

/**
 * Writes the hook where git looks for it (core.hooksPath, worktrees), into the one that is there already.
 *
 * @throws ProblemError HOOK_FOREIGN, NO_REPOSITORY
 */
export async function writeHook(folder: string): Promise<number> {
  const root = await repositoryOf(folder);
  const path = (await git(root, ['rev-parse', '--git-path', 'hooks/pre-commit']))?.toString('utf8').trim();
  const file = resolve(root, path ?? '.git/hooks/pre-commit');
  const before = await readFile(file, 'utf8').catch(() => undefined);
  const after = withOurLines(before, linesFor(relative(root, await realpath(folder))));
  if (after === undefined) {
    const message = `${file} is no shell script, or has only a part of our lines`;
    const fix =
      'Call `failsafe precommit` from it yourself, and end it with its exit code; or remove from `# failsafe: begin` on what is ours.';
    throw new ProblemError([{ code: 'HOOK_FOREIGN', message, fix }]);
  }
  if (after !== before) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, after);
  }
  // Git passes over a hook without its run bit
  await chmod(file, RUN_BITS);
  process.stdout.write(`${after === before ? 'is there already' : 'written'}: ${file}\n`);
  return 0;
}
