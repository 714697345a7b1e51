import { expect, test } from 'vitest';
import { rules } from '../src/engine/rules.generated.ts';
import type { CheckResult, Report } from '../src/model/result.ts';
import { renderCommit } from './commit.ts';

const NAMES = [
  'a\n::error::b.py',
  '\u001b[31mred\u0001.py',
  ' lead.py',
  'ö "日本" <x>&%,:.py',
  '\u202egnp.py',
];

const result = (...files: readonly string[]): CheckResult => ({
  id: 'source.python-syntax:shop',
  check: 'source.python-syntax',
  subject: 'shop',
  severity: 'error',
  level: 'source',
  title: 'shop: Every Python file can be read',
  tags: ['source'],
  status: 'fail',
  code: 'S01',
  message: 'no Python',
  fixes: [],
  evidence: {},
  attempts: 1,
  durationMs: 1,
  spots: files.map(file => ({ file, line: 1, column: 2, message: 'no Python' })),
});

const report: Report = {
  version: 1,
  project: 'shop',
  runtime: 'git index',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  startMs: 0,
  results: [result(...NAMES)],
  prerequisites: [],
  problems: [],
};

const render = (name: Parameters<typeof renderCommit>[0]) =>
  renderCommit(name, { report, checks: rules, changed: NAMES.length });

test.each(['text', 'junit', 'github'] as const)('%s obeys no name of a file', async name => {
  const printed = await render(name);
  expect(printed).not.toMatch(/^::error::/m);
  for (const obeyed of name === 'github' ? [] : ['\u0001', '\u001b', '\u202e'])
    expect(printed).not.toContain(obeyed);
});

test('text puts a name into quotes where its beginning would not be seen, and leaves others alone', async () => {
  const printed = await render('text');
  for (const name of [
    '"a\\n::error::b.py"',
    '"\\u001b[31mred\\u0001.py"',
    '" lead.py"',
    'ö "日本" <x>&%,:.py',
  ])
    expect(printed).toContain(name);
});

test('JSON and SARIF give each name as it is', async () => {
  const { findings } = JSON.parse(await render('json'));
  const files = findings.map(({ file }: { file: string }) => file);
  expect(files.toSorted()).toEqual(NAMES.toSorted());
  const { runs } = JSON.parse(await render('sarif'));
  const addresses = runs[0].results.map(
    (one: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
      one.locations[0]?.physicalLocation.artifactLocation.uri,
  );
  expect(addresses.map(decodeURIComponent).toSorted()).toEqual(NAMES.toSorted());
  expect(runs[0].invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
});

test('what could not be looked at is no success of a run', async () => {
  const unsure = { ...result('a.py'), status: 'error', code: 'INTERNAL_ERROR', spots: undefined } as const;
  const printed = await renderCommit('sarif', {
    report: { ...report, results: [unsure] },
    checks: rules,
    changed: 1,
  });
  expect(JSON.parse(printed).runs[0].invocations[0].executionSuccessful).toBe(false);
});
