import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import type { CheckResult } from '../model/result.ts';
import { inRepository, placesOf } from './declared-at.ts';

test.each([
  ['api', 'users.list', /- name: users\.list/],
  ['database', 'users.seeded', /- name: users\.seeded/],
  ['database', 'db', /^database:/],
  ['system', 'register-to-event', /- name: register-to-event/],
  ['realtime', 'users.stream', /name: users\.stream/],
  ['connectivity', 'web', /^ {2}web:/],
  ['containers', 'users', /^containers:/],
  ['auth', 'web', /^auth:/],
])('%s of %s is declared at its line', async (level, subject, line) => {
  const loaded = await loadConfig({ environment: { POSTGRES_PASSWORD: 'x', SECRET_KEY: 'y' } });
  const at = placesOf(loaded).declared({ level, subject } as CheckResult);
  const text = (await readFile(loaded.file, 'utf8')).split('\n');
  expect(text[(at?.line ?? 0) - 1]).toMatch(line);
});

test.each([
  ['from the working directory', {}, 'a/b.py', 'a/b.py'],
  [
    'from the checkout of GitHub',
    { GITHUB_WORKSPACE: join(process.cwd(), '..') },
    'b.py',
    `${basename(process.cwd())}/b.py`,
  ],
  [
    'from the checkout of GitLab',
    { CI_PROJECT_DIR: join(process.cwd(), '..') },
    'b.py',
    `${basename(process.cwd())}/b.py`,
  ],
  ['outside of it, as it is', { GITHUB_WORKSPACE: join(process.cwd(), 'src') }, 'b.py', 'b.py'],
])('a file is named %s', (_, environment, file, expected) => {
  expect(inRepository(file, environment)).toBe(expected);
});
