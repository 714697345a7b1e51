import { expect, test } from 'vitest';
import type { CheckResult } from '../../model/result.ts';
import type { Status } from '../../model/status.ts';
import type { Baseline } from './baseline.ts';
import { hiddenBehindKnown } from './hidden-behind-known.ts';
import { knownChecks, newsOfChecks, passOverCheck } from './known-checks.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const entry = {
  id: 'api.status:cart',
  code: 'HTTP_STATUS',
  since: '2026-05-01',
  expires: '2026-06-01',
  reason: 'old',
};
const baseline = (...checks: Baseline['checks'] & object): Baseline => ({
  version: 1,
  salt: '0'.repeat(64),
  entries: [],
  checks,
});
const result = (id: string, status: Status, code = 'HTTP_STATUS', more: Partial<CheckResult> = {}) => {
  const [check = '', subject = ''] = id.split(':');
  return {
    id,
    check,
    subject,
    level: check.split('.')[0],
    status,
    code,
    message: 'seen',
    ...more,
  } as CheckResult;
};
const failing = result('api.status:cart', 'fail');

test.each<[string, CheckResult, CheckResult | undefined, Status]>([
  ['what fails as it did', failing, undefined, 'known'],
  ['a warning', result('api.status:cart', 'warn'), undefined, 'known'],
  ['what fails of something else', result('api.status:cart', 'fail', 'CONNECT'), undefined, 'fail'],
  ['another check', result('api.status:stock', 'fail'), undefined, 'fail'],
  ['what could not be looked at', result('api.status:cart', 'error'), undefined, 'error'],
  ['what passes', result('api.status:cart', 'pass', 'OK'), undefined, 'pass'],
  ['what is skipped', result('api.status:cart', 'skip', 'SKIPPED'), undefined, 'skip'],
  ['what it blocks of the same endpoint', result('api.body:cart', 'blocked', 'BLOCKED'), failing, 'known'],
  ['what it blocks of another', result('api.body:stock', 'blocked', 'BLOCKED'), failing, 'blocked'],
  ['what it blocks at another level', result('auth.login:cart', 'blocked', 'BLOCKED'), failing, 'blocked'],
])('%s', (_, found, root, status) => {
  expect(passOverCheck(found, root, baseline(entry), NOW).status).toBe(status);
});

const body = (...at: string[]) => ({ evidence: { status: 200, at } });

test.each<[string, object, Partial<CheckResult>, boolean]>([
  ['the status that is known', { http: 404 }, { evidence: { status: 404 } }, true],
  ['another one', { http: 404 }, { evidence: { status: 500 } }, false],
  ['one that only what was got tells', { http: 404 }, { got: '500 with {"a":1}' }, false],
  ['a number that is none', { http: 404 }, { got: '500 ms' }, true],
  ['a proxy without an answer, by the moment', { http: 502 }, { evidence: { status: 504 } }, true],
  ['the error that is known', { error: '42P01' }, { evidence: { code: '42P01' } }, true],
  ['another error', { error: '42P01' }, { evidence: { code: '42501' } }, false],
  ['the same place, whatever is got there', { http: 200, at: ['$.a'] }, { ...body('$.a'), got: '7' }, true],
  ['fewer places', { at: ['$.a', '$.b'] }, body('$.b'), true],
  ['another place as well', { at: ['$.a'] }, body('$.a', '$.b'), false],
  ['a warning that has become a failure', { status: 'warn' }, {}, false],
  ['an entry of before, by its code alone', {}, { evidence: { status: 500 } }, true],
])('how it fails: %s', (_, known, more, isKnown) => {
  const found = result('api.status:cart', 'fail', 'HTTP_STATUS', more);
  const asked = baseline({ ...entry, ...known });
  expect(passOverCheck(found, undefined, asked, NOW).status).toBe(isKnown ? 'known' : 'fail');
  expect(newsOfChecks([found], new Set([entry.id]), asked, NOW).changed.length).toBe(isKnown ? 0 : 1);
});

test('what fails otherwise is said, and written down anew with its own day', () => {
  const found = result('api.status:cart', 'fail', 'HTTP_STATUS', { evidence: { status: 500 } });
  const asked = baseline({ ...entry, status: 'fail', http: 404 });
  const declared = new Set([entry.id]);
  expect(newsOfChecks([found], declared, asked, NOW).changed).toEqual([
    'api.status:cart HTTP_STATUS (known: 404; now: 500)',
  ]);
  expect(knownChecks([found], declared, asked, { now: NOW })).toMatchObject([
    { http: 500, since: '2026-06-01', reason: 'seen' },
  ]);
});

test('its last day counts, the next one does not', () => {
  const tomorrow = new Date('2026-06-02T00:00:00Z');
  expect(passOverCheck(failing, undefined, baseline(entry), tomorrow).status).toBe('fail');
  expect(newsOfChecks([failing], new Set([entry.id]), baseline(entry), tomorrow)).toEqual({
    healed: [],
    expired: ['api.status:cart HTTP_STATUS (since 2026-06-01)'],
    changed: [],
  });
});

test('what is well or gone is said; what was not looked at is not', () => {
  const gone = { ...entry, id: 'api.status:gone' };
  const unseen = { ...entry, id: 'api.status:unseen' };
  const declared = new Set([entry.id, unseen.id]);
  const well = result(entry.id, 'pass', 'OK');
  expect(newsOfChecks([well], declared, baseline(entry, gone, unseen), NOW).healed).toEqual([
    'api.status:cart HTTP_STATUS',
    'api.status:gone HTTP_STATUS (not declared any more)',
  ]);
  expect(knownChecks([well], declared, baseline(entry, gone, unseen), { now: NOW })).toEqual([unseen]);
});

test('written anew, what is known keeps its day, what is new or past gets one in 90 days', () => {
  const stock = result('api.status:stock', 'fail');
  const declared = new Set([entry.id, stock.id]);
  const known = knownChecks([failing, stock], declared, baseline(entry), { now: NOW });
  const added = { id: stock.id, code: stock.code, since: '2026-06-01', expires: '2026-08-30' };
  expect(known).toEqual([
    { ...entry, status: 'fail' },
    { ...added, status: 'fail', reason: 'seen' },
  ]);
  const later = { now: new Date('2026-07-01'), reason: 'again' };
  expect(knownChecks([failing], declared, baseline(entry), later)).toMatchObject([
    { since: '2026-07-01', expires: '2026-09-29', reason: 'again' },
  ]);
});

test.each<[string, CheckResult[], number]>([
  ['nothing is known', [result('api.status:a', 'pass'), result('api.status:b', 'blocked')], 0],
  ['something is well beside it', [result('api.status:a', 'pass'), result('api.status:b', 'known')], 0],
  ['nothing else was seen', [result('api.status:a', 'skip'), result('api.status:b', 'known')], 1],
  ['nothing was seen', [result('api.status:a', 'skip')], 0],
  [
    'another check stands behind it',
    [
      result('api.status:a', 'pass'),
      result('api.status:b', 'known'),
      result('api.status:c', 'blocked', 'BLOCKED', { rootBlocker: 'api.status:b' }),
    ],
    1,
  ],
])('what a baseline hides is said: %s', (_, results, count) => {
  expect(hiddenBehindKnown({ results, prerequisites: [] }).length).toBe(count);
});
