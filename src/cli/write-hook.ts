import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ProblemError } from '../model/problem.ts';
import { git } from '../probes/source/git.ts';
import { repositoryOf } from '../probes/source/staged-changes.ts';

const BEGIN = '# failsafe: begin';
const END = '# failsafe: end';

/** npx alone takes longer than failsafe does; it is asked only where failsafe is not installed in this very folder. */
const LINES = `${BEGIN}
if [ -x node_modules/.bin/failsafe ]; then PATH="$PWD/node_modules/.bin:$PATH" failsafe precommit
else npx --no-install failsafe precommit
fi || exit $?
${END}
`;
const SHELL = /^#!.*\b(?:sh|bash|dash|zsh)\b/;
const RUN_BITS = 0o755;

/** The hook with our lines in it, right behind its first one: what comes later may end it. */
export function withOurLines(hook: string | undefined): string | undefined {
  if (hook === undefined || hook.trim() === '') return `#!/bin/sh\n${LINES}`;
  const [begin, end] = [hook.indexOf(BEGIN), hook.indexOf(`${END}\n`)];
  if (begin !== -1 && end > begin) return hook.slice(0, begin) + LINES + hook.slice(end + END.length + 1);
  if (begin !== -1) return hook;
  if (!SHELL.test(hook)) return undefined;
  const second = hook.indexOf('\n') + 1;
  return second === 0 ? `${hook}\n${LINES}` : hook.slice(0, second) + LINES + hook.slice(second);
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
  const after = withOurLines(before);
  if (after === undefined) {
    const message = `${file} is no shell script`;
    const fix = 'Call `failsafe precommit` from it yourself, and end it with its exit code.';
    throw new ProblemError([{ code: 'HOOK_FOREIGN', message, fix }]);
  }
  if (after !== before) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, after);
    await chmod(file, RUN_BITS);
  }
  process.stdout.write(`${after === before ? 'is there already' : 'written'}: ${file}\n`);
  return 0;
}
