import { expect, test } from 'vitest';
import { sampleReport } from '../../tests/support/sample-report.ts';
import type { CheckResult } from '../model/result.ts';
import { ANYWHERE, type Fault } from './fault.ts';
import { judgeProof } from './judge-proof.ts';

const fault: Fault = {
  id: 'api.slow',
  title: 'It is slow',
  runtimes: ANYWHERE,
  red: [{ id: 'api.latency:list', code: 'HTTP_SLOW' }],
  fix: 'profile',
  inject: async () => async () => undefined,
};

const result = (id: string, more: Partial<CheckResult>): CheckResult => ({
  ...(sampleReport.results[0] as CheckResult),
  id,
  check: id.split(':')[0] ?? '',
  level: id.split('.')[0] as CheckResult['level'],
  fixes: [],
  ...more,
});
const slow = result('api.latency:list', {
  code: 'HTTP_SLOW',
  fixes: [{ text: 'Profile the handler.' }],
});
const judge = (...results: CheckResult[]) => judgeProof(fault, results);

test('found, named first, with the right fix, and all else green or blocked: proven', () => {
  const blocked = result('system.flow:x', { status: 'blocked', rootBlocker: 'api.latency:list' });
  const green = result('api.status:list', { status: 'pass' });
  const noise = result('api.latency:other', { status: 'warn' });
  expect(judge(green, slow, blocked, noise)).toMatchObject({
    status: 'proven',
    causeFirst: true,
    fixRight: true,
    blocked: 1,
  });
});

test('what may come as well proves nothing and is held against nobody', () => {
  const may = [{ id: 'containers.logs:api', code: 'LOG_FORBIDDEN' }];
  const line = result('containers.logs:api', { code: 'LOG_FORBIDDEN' });
  expect(judgeProof({ ...fault, may }, [slow, line]).status).toBe('proven');
  expect(judgeProof({ ...fault, may }, [slow]).status).toBe('proven');
  expect(judgeProof({ ...fault, may }, [line])).toMatchObject({ missing: ['api.latency:list HTTP_SLOW'] });
});

test('nothing turned red: missed', () => {
  expect(judge(result('api.latency:list', { status: 'pass' }))).toMatchObject({
    status: 'missed',
    missing: ['api.latency:list HTTP_SLOW'],
    first: undefined,
  });
});

test.each([
  ['another cause is named first', [result('containers.running:db', {}), slow], { causeFirst: false }],
  [
    'another failure beside it',
    [slow, result('auth.login:web', { code: 'X' })],
    { stray: ['auth.login:web X'] },
  ],
  ['another code', [{ ...slow, code: 'TIMEOUT' }], { missing: ['api.latency:list HTTP_SLOW'] }],
  ['another fix', [{ ...slow, fixes: [{ text: 'Wait.' }] }], { fixRight: false }],
  ['a warning in place of a failure', [{ ...slow, status: 'warn' as const }, result('api.a:x', {})], {}],
])('%s: misjudged', (_, results, seen) => {
  expect(judge(...results)).toMatchObject({ status: 'misjudged', ...seen });
});

test('a check that cannot be made here: skipped, with its reason', () => {
  expect(judge(result('api.latency:list', { status: 'skip', message: 'no browser' }))).toMatchObject({
    status: 'skipped',
    reason: 'no browser',
  });
});
