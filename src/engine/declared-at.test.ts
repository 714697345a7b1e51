import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import type { CheckResult } from '../model/result.ts';
import { placesOf } from './declared-at.ts';

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
