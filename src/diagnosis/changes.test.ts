import { expect, test } from 'vitest';
import { type Commits, changesBetween, type Fingerprint } from './changes.ts';

const before: Fingerprint = {
  at: '2026-01-01T10:00:00.000Z',
  files: { 'failsafe.yaml': 'a', 'compose.yml': 'b' },
  started: { web: '2026-01-01T09:00:00.000Z', db: '2026-01-01T09:00:00.000Z' },
};
const none = { subjects: [], paths: [] };

test.each<[string, Partial<Fingerprint>, Partial<Commits>, string[]]>([
  ['nothing', {}, {}, []],
  ['a file', { files: { ...before.files, 'compose.yml': 'c' } }, {}, ['compose.yml has changed']],
  ['a new file', { files: { ...before.files, '.env': 'c' } }, {}, ['.env is new']],
  ['a file less', { files: { 'failsafe.yaml': 'a' } }, {}, ['compose.yml is gone']],
  ['a commit', {}, { subjects: ['Add a table'] }, ['1 commit: Add a table']],
  ['commits', {}, { subjects: ['d', 'c', 'b', 'a'] }, ['4 commits: d, c, b and 1 more']],
  ['files', {}, { paths: ['app.py', 'compose.yml'] }, ['other files differ: app.py']],
  [
    'a start',
    { started: { ...before.started, web: '2026-01-01T11:00:00.500Z', cache: '2026-01-01T11:00:00.500Z' } },
    {},
    ['web was started again at 2026-01-01T11:00:00Z'],
  ],
])('%s', (_, now, commits, changes) => {
  expect(changesBetween(before, { ...before, ...now }, { ...none, ...commits })).toEqual(changes);
});
