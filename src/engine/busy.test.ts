import { expect, test } from 'vitest';
import { smallCheck, smallRun } from '../../tests/support/small-plan.ts';
import { fail, pass } from '../levels/verdict.ts';

const codes = { HTTP_SLOW: { title: 'Slow', cause: 'it is slow', fix: 'make it fast' } };
const slow = () => fail('HTTP_SLOW', 'slow');

test('one slow answer is looked at again, and a pass after it says so', async () => {
  const verdicts = [slow(), pass('well')];
  const { run, looks } = smallRun([
    smallCheck('api.a', [{ subject: 'x', look: () => verdicts.shift() }], { codes }),
  ]);
  expect(await run.result('api.a:x')).toMatchObject({
    status: 'pass',
    message: expect.stringContaining('after retry'),
  });
  expect(looks).toHaveLength(2);
});

test('what stays slow is slow after two looks', async () => {
  const { run, looks } = smallRun([smallCheck('api.a', [{ subject: 'x', look: slow }], { codes })]);
  expect(await run.result('api.a:x')).toMatchObject({ status: 'fail', code: 'HTTP_SLOW', attempts: 2 });
  expect(looks).toHaveLength(2);
});
