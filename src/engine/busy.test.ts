import { expect, test, vi } from 'vitest';
import { smallCheck, smallRun } from '../../tests/support/small-plan.ts';
import { fail, pass } from '../levels/verdict.ts';
import { createBusyness } from './busy.ts';

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

test('what did not come in time is doubted after a hiccup of this process, and not without one', async () => {
  const busyness = createBusyness();
  await busyness.during(async () => {
    expect(busyness.doubts('TIMEOUT')).toBe(false);
    const until = performance.now() + 300;
    while (performance.now() < until);
    expect(busyness.doubts('TIMEOUT')).toBe(true);
    expect(busyness.doubts('STATUS_WRONG')).toBe(false);
  });
});

test('when nothing is looked at any more, nothing wakes the process', async () => {
  const begun = vi.spyOn(globalThis, 'setInterval');
  const ended = vi.spyOn(globalThis, 'clearInterval');
  const { run } = smallRun([smallCheck('api.a', [{ subject: 'x', look: () => pass('well') }])]);
  await run.result('api.a:x');
  expect(begun).toHaveBeenCalledTimes(1);
  expect(ended).toHaveBeenCalledWith(begun.mock.results[0]?.value);
});
