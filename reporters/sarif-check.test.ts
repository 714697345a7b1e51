import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { placesOf } from '../src/engine/declared-at.ts';
import { rules } from '../src/engine/rules.generated.ts';
import type { Report } from '../src/model/result.ts';
import { sampleReport } from '../tests/support/sample-report.ts';
import schema from '../tests/support/sarif-2.1.0.json' with { type: 'json' };
import { renderCodeQuality } from './code-quality.ts';
import { renderSarifCheck } from './sarif-check.ts';
import { renderSarifCommit } from './sarif-commit.ts';

const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const fits = ajv.compile(schema);
const flaws = (text: string) => (fits(JSON.parse(text)) ? [] : fits.errors);

const [db, ...others] = sampleReport.results;
const place = { file: 'failsafe.yaml', line: 7, column: 3 };
const places = { ...placesOf(undefined), declared: () => place };
const spot = { file: 'app.py', line: 2, column: 10, message: 'a bracket is open' };
const report: Report = {
  ...sampleReport,
  results: [
    {
      ...(db as Report['results'][number]),
      status: 'known',
      known: { status: 'fail', expires: '2027-01-01', reason: 'old' },
    },
    ...others,
    {
      ...(db as Report['results'][number]),
      id: 'source.python-syntax:shop',
      check: 'source.python-syntax',
      spots: [spot],
    },
  ],
  problems: [{ code: 'BASELINE_HIDES', message: 'something is hidden', fix: 'Mend it.' }],
};

test('a report is SARIF: what is wrong at its line, what is known suppressed, what is blocked not at all', () => {
  const text = renderSarifCheck(report, places);
  expect(flaws(text)).toEqual([]);
  const [run] = JSON.parse(text).runs;
  const at = (uri: string, startLine: number) => [
    { physicalLocation: { artifactLocation: { uri }, region: { startLine } } },
  ];
  expect(run.results).toMatchObject([
    { ruleId: 'S01', level: 'error', locations: at('app.py', 2) },
    { ruleId: 'realtime.handshake', level: 'error', locations: at('failsafe.yaml', 7) },
    { ruleId: 'containers.healthy', level: 'warning' },
    {
      ruleId: 'containers.running',
      level: 'error',
      suppressions: [{ justification: 'known until 2027-01-01: old' }],
    },
  ]);
  const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
  expect(ids).toContain('containers.running');
  expect(run.invocations).toMatchObject([
    { executionSuccessful: false, toolExecutionNotifications: [{ descriptor: { id: 'BASELINE_HIDES' } }] },
  ]);
});

test('so is what precommit finds; the schema refuses what is none', () => {
  const finding = {
    ...spot,
    rule: 'S01',
    check: 'source.python-syntax',
    severity: 'high',
    mendable: false,
  } as const;
  const text = renderSarifCommit(
    {
      findings: [finding, { ...finding, related: { file: 'b.py', line: 1, column: 1 } }],
      passedOver: [{ ...finding, by: 'comment', why: 'an example' }],
      unsure: [],
      proposals: [
        {
          rule: 'S01',
          spot,
          replacements: [
            { file: 'ö.py', from: { line: 2, column: 1 }, to: { line: 3, column: 1 }, text: '' },
          ],
        },
      ],
    },
    rules,
  );
  expect(flaws(text)).toEqual([]);
  expect(flaws(text.replaceAll('"level": "error"', '"level": "grave"'))).not.toEqual([]);
});

test('Code Quality has each at its place, with a fingerprint of its own, and not what is known', () => {
  const issues = JSON.parse(renderCodeQuality(report, places));
  expect(issues).toMatchObject([
    {
      check_name: 'source.python-syntax',
      severity: 'critical',
      location: { path: 'app.py', lines: { begin: 2 } },
    },
    {
      check_name: 'realtime.handshake',
      severity: 'major',
      location: { path: 'failsafe.yaml', lines: { begin: 7 } },
    },
    { check_name: 'containers.healthy', severity: 'minor' },
  ]);
  expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(3);
});
