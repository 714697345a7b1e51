import { expect, test } from 'vitest';
import type { Check } from '../../levels/check.ts';
import type { CheckResult } from '../../model/result.ts';
import { emptyBaseline } from './baseline.ts';
import { baselineOf, judgedRules, passOverKnown } from './pass-over-known.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const FILES = [
  { path: 'a.py', text: 'one\ntwo\none\n' },
  { path: 'b.py', text: 'one\n' },
];
const checks = ['K01', 'K02'].map(id => ({ id: `security.${id}`, rule: { id } }) as Check);

const result = (rule: string, status: CheckResult['status'], ...places: [string, number][]): CheckResult => ({
  id: `security.${rule}:shop`,
  check: `security.${rule}`,
  subject: 'shop',
  level: 'security',
  title: '',
  severity: 'error',
  tags: [],
  status,
  code: status === 'fail' ? rule : 'INTERNAL_ERROR',
  message: '',
  fixes: [],
  attempts: 1,
  durationMs: 0,
  ...(status === 'fail' && {
    spots: places.map(([file, line]) => ({ file, line, column: 1, message: 'x' })),
  }),
});

const write = (results: readonly CheckResult[], before = emptyBaseline(), changed?: readonly string[]) =>
  baselineOf(results, { files: FILES, changed }, before, { now: NOW, judged: judgedRules(results, checks) });
const names = ({ entries }: ReturnType<typeof write>) =>
  entries.map(({ rule, file }) => `${rule} ${file}`).sort();

test('what a rule knows stays when the rule could not look; when it finds nothing it goes', () => {
  const before = write([result('K01', 'fail', ['a.py', 1]), result('K02', 'fail', ['b.py', 1])]);
  expect(names(before)).toEqual(['K01 a.py', 'K02 b.py']);
  expect(names(write([result('K01', 'error'), result('K02', 'fail', ['b.py', 1])], before))).toEqual([
    'K01 a.py',
    'K02 b.py',
  ]);
  expect(names(write([result('K01', 'pass'), result('K02', 'fail', ['b.py', 1])], before))).toEqual([
    'K02 b.py',
  ]);
});

test('what is found in a file that has not changed is known once', () => {
  const found = [result('K01', 'fail', ['a.py', 1], ['b.py', 1])];
  const before = write(found);
  expect(names(write(found, before, ['a.py']))).toEqual(['K01 a.py', 'K01 b.py']);
});

test('of lines that are alike only as many are passed over as are known, and each says until when', () => {
  const baseline = write([result('K01', 'fail', ['a.py', 1])]);
  const [passed] = passOverKnown(
    [result('K01', 'fail', ['a.py', 1], ['a.py', 3])],
    { files: FILES },
    baseline,
    NOW,
  );
  expect(passed).toMatchObject({
    status: 'fail',
    spots: [{ line: 3 }],
    passedOver: [{ line: 1, by: 'baseline', why: 'known until 2026-04-01' }],
  });
});
