import { access, chmod, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { ROOT } from './support/deployment.ts';
import { createRepository, type Repository } from './support/repository.ts';

const DOCUMENT = await readFile(join(ROOT, 'docs/hooks.md'), 'utf8');

/** The block of the page that begins with the name of this file. */
function example(file: string): string {
  for (const [, block = ''] of DOCUMENT.matchAll(/```\w+\n([\s\S]*?)```/g)) {
    const [first = '', ...rest] = block.split('\n');
    if (first.endsWith(` ${file}`)) return rest.join('\n');
  }
  throw new Error(`no example of ${file}`);
}

const BIN = join(ROOT, 'node_modules/.bin');
const PATH = [BIN, process.env.PATH].join(delimiter);

const WHO = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** A repository in which failsafe is installed. */
async function withFailsafe(): Promise<Repository & { run(...command: readonly string[]): Promise<string> }> {
  const repository = await createRepository();
  const bin = join(repository.folder, 'node_modules/.bin');
  await mkdir(bin, { recursive: true });
  const script = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'bin/failsafe.js')}' "$@"\n`;
  await writeFile(join(bin, 'failsafe'), script);
  await chmod(join(bin, 'failsafe'), 0o755);
  await repository.write('package.json', '{"name": "shop", "version": "1.0.0"}\n');
  await repository.write('.gitignore', 'node_modules/\n');
  const run = async (...command: readonly string[]) => {
    const [name = '', ...args] = command;
    const env = { ...WHO, PATH, PRE_COMMIT_HOME: join(repository.folder, 'node_modules/.pre-commit') };
    const { all } = await execa(name, args, { cwd: repository.folder, env, all: true });
    return all;
  };
  return { ...repository, run };
}

/** Looked for, not run: `husky --version` takes that for a folder, and sets up the hooks of this very checkout in it. */
async function has(command: string): Promise<boolean> {
  const found = await Promise.all(
    PATH.split(delimiter).map(folder =>
      access(join(folder, command), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (!found.includes(true)) console.warn(`${command} is missing: its example is not run`);
  return found.includes(true);
}

const TOOLS: Readonly<Record<string, { files: readonly string[]; install: readonly (readonly string[])[] }>> =
  {
    husky: { files: ['.husky/pre-commit'], install: [['husky']] },
    'lint-staged': { files: ['lint-staged.config.mjs'], install: [] },
    lefthook: { files: ['lefthook.yml'], install: [['lefthook', 'install']] },
    'pre-commit': { files: ['.pre-commit-config.yaml'], install: [['pre-commit', 'install']] },
  };
const there = await Promise.all(Object.keys(TOOLS).map(async tool => [tool, await has(tool)] as const));

describe.each(there)('%s', (tool, isThere) => {
  test.skipIf(!isThere)('its example refuses a broken file and takes a good one', async () => {
    await using repository = await withFailsafe();
    const { files = [], install = [] } = TOOLS[tool] ?? {};
    for (const file of files) await repository.write(file, example(file));
    if (tool === 'lint-staged')
      await repository.write('.git/hooks/pre-commit', '#!/bin/sh\nlint-staged --no-stash\n', 0o755);
    await repository.git('add', '.');
    for (const command of install) await repository.run(...command);
    await repository.write('app.py', 'def ping(:\n');
    await repository.git('add', '.');
    await expect(repository.run('git', 'commit', '-qm', 'broken')).rejects.toThrow(/S01/);
    await repository.write('app.py', 'def ping():\n    return 1\n');
    await repository.git('add', '.');
    await repository.run('git', 'commit', '-qm', 'good');
    expect(await repository.git('log', '--format=%s')).toBe('good');
  });
});

test.skipIf(there.some(([tool, isThere]) => tool === 'pre-commit' && !isThere))(
  'pre-commit takes the manifest of this repository',
  async () => {
    const { failed, all } = await execa(
      'pre-commit',
      ['validate-manifest', join(ROOT, '.pre-commit-hooks.yaml')],
      {
        reject: false,
        all: true,
      },
    );
    expect(failed, all).toBe(false);
  },
);
