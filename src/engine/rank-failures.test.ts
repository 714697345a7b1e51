import { expect, test } from 'vitest';
import { sampleReport } from '../../tests/support/sample-report.ts';
import type { CheckResult } from '../model/result.ts';
import { rankFailures } from './rank-failures.ts';

const result = (id: string, more: Partial<CheckResult> = {}): CheckResult => ({
  ...(sampleReport.results[0] as CheckResult),
  id,
  check: id.split(':')[0] ?? '',
  level: id.split('.')[0] as CheckResult['level'],
  ...more,
});
const order = (...results: CheckResult[]) => rankFailures(results).map(({ id }) => id);

test('what stands below comes first, whatever it blocks; a log is a symptom', () => {
  expect(
    order(
      result('containers.logs:users'),
      result('auth.register:web'),
      result('auth.login:web', { status: 'blocked', rootBlocker: 'auth.register:web' }),
      result('api.status:users'),
      result('database.query:users'),
      result('connectivity.reach:a-to-b'),
    ),
  ).toEqual([
    'connectivity.reach:a-to-b',
    'database.query:users',
    'api.status:users',
    'auth.register:web',
    'containers.logs:users',
    'auth.login:web',
  ]);
});

test('on one rung the one that blocks more comes first, and failures before warnings', () => {
  expect(
    order(
      result('api.security-headers:web', { status: 'warn' }),
      result('api.status:a'),
      result('api.status:b'),
      result('system.flow:x', { status: 'blocked', rootBlocker: 'api.status:b' }),
    ),
  ).toEqual(['api.status:b', 'api.status:a', 'api.security-headers:web', 'system.flow:x']);
});
