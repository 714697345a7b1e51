import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Files } from './mixed-files.ts';

/** A hook of each kind that does nothing. */
const HOOKS: Files = {
  '.pre-commit-config.yaml':
    'repos:\n  - repo: local\n    hooks:\n      - { id: nothing, name: nothing, language: system, entry: "true", pass_filenames: false }\n',
  'lefthook.yml': 'pre-commit:\n  jobs:\n    - name: nothing\n      run: "true"\n',
};

/** `git ARGS` in a folder. */
export function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
}

/** A repository with hooks that do nothing, in which these files are staged. */
export function writeRepository(folder: string, files: Files): void {
  git(folder, 'init', '-q');
  writeFiles(folder, HOOKS);
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'hooks');
  const hook = join(folder, '.git/hooks/pre-commit');
  writeFileSync(hook, '#!/bin/sh\nexit 0\n');
  chmodSync(hook, 0o755);
  writeFiles(folder, files);
  git(folder, 'add', '.');
}
