import { expect, test } from 'vitest';
import type { CheckResult, Report } from '../model/result.ts';
import type { Status } from '../model/status.ts';
import { outcome } from './outcome.ts';

const results = (...statuses: Status[]) => statuses.map(status => ({ status }) as CheckResult);
const report = (more: Partial<Report>): Report => ({
  version: 1,
  project: 'p',
  runtime: 'compose',
  startedAt: '',
  durationMs: 0,
  startMs: 0,
  results: [],
  prerequisites: [],
  problems: [],
  ...more,
});
const problem = { code: 'X', message: 'x' };

test.each([
  ['all pass', report({ results: results('pass', 'skip') }), 0],
  ['a warning', report({ results: results('pass', 'warn') }), 0],
  ['a failure', report({ results: results('pass', 'fail', 'error') }), 1],
  [
    'blocked by a failure outside of the selection',
    report({ results: results('blocked'), prerequisites: results('fail') }),
    1,
  ],
  ['something not looked at', report({ results: results('pass', 'error') }), 2],
  [
    'blocked by what could not be looked at',
    report({ results: results('blocked'), prerequisites: results('error') }),
    2,
  ],
  ['a problem beside passes', report({ results: results('pass'), problems: [problem] }), 2],
  ['only skipped', report({ results: results('skip') }), 2],
  ['nothing', report({}), 2],
])('%s', (_, of, exitCode) => {
  expect(outcome(of).exitCode).toBe(exitCode);
});

test('strict makes warnings count', () => {
  expect(outcome(report({ results: results('pass', 'warn') }), true).exitCode).toBe(1);
});
