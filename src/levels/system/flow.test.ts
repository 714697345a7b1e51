import { expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { FlowAttempt, FlowObservation } from '../../model/observations/flow.ts';
import { check } from './flow.ts';

const good: FlowAttempt = { outcome: 'answered', mismatches: [], durationMs: 5, saw: 'the answer 200' };
const failed = (code: string): FlowAttempt => ({
  outcome: 'failed',
  code,
  message: 'what went wrong',
  durationMs: 5,
});
const mismatched = (code = 'UNEQUAL', warning?: true): FlowAttempt => ({
  ...good,
  outcome: 'answered',
  mismatches: [{ code, expected: '1', got: '2', message: '$.n: expected 1, got 2', warning }],
});
const step = (name: string, ...attempts: FlowAttempt[]) => ({ name, what: 'GET /things', attempts });
const seen = (steps: FlowObservation['steps'], notRun: string[] = []): FlowObservation => ({
  steps,
  notRun,
  created: true,
  teardown: [],
  earlier: [],
  variables: {},
});
const ending = (attempt: FlowAttempt) => seen([step('first', good), step('second', attempt)], ['third']);
const unknown: FlowAttempt = {
  outcome: 'unknown-variable',
  variable: 'id',
  message: 'unknown variable {{id}}',
  durationMs: 0,
};

judges(check, {}, [
  ['all well', seen([step('first', good), step('second', good)]), 'pass OK'],
  ['well at the second look', seen([step('first', failed('ECONNREFUSED'), good)]), 'pass OK'],
  ['another answer', ending(mismatched()), 'fail STEP_MISMATCH'],
  ['nothing to capture', ending(mismatched('CAPTURE_MISSING')), 'fail CAPTURE_MISSING'],
  ['refused', ending(failed('ECONNREFUSED')), 'fail NO_ANSWER'],
  ['an errno of five letters', ending(failed('EPIPE')), 'fail NO_ANSWER'],
  ['no such service', ending(failed('SERVICE_MISSING')), 'fail NO_ANSWER'],
  ['a statement that writes', ending(failed('25006')), 'fail STEP_WRITES'],
  ['no table', ending(failed('42P01')), 'fail QUERY_FAILED'],
  ['statement timeout', ending(failed('57014')), 'fail TOO_SLOW'],
  ['time is up', ending(failed('TIMEOUT')), 'fail TOO_SLOW'],
  ['no connection', ending(failed('NOT_CONNECTED')), 'fail NOT_CONNECTED'],
  ['no event', ending(failed('NO_EVENT')), 'fail NO_EVENT'],
  ['no variable', ending(unknown), 'fail UNKNOWN_VARIABLE'],
  ['slow', seen([step('first', mismatched('HTTP_SLOW', true))]), 'warn SLOW_STEP'],
  ['stopped', seen([], ['first']), 'error NOTHING_DONE'],
]);

test('a failure names the step, what was expected, and what was not run', () => {
  const verdict = check.evaluate(ending(mismatched()), {});
  expect(verdict).toMatchObject({
    message: 'step second (GET /things): $.n: expected 1, got 2; not run: third',
    expected: '1',
    got: '2',
  });
  expect(verdict.evidence).toMatchObject({ notRun: ['third'] });
});

test('a pass after a retry says so', () => {
  const { message, evidence } = check.evaluate(seen([step('first', mismatched(), good)]), {});
  expect(message).toContain('passed after retries: first at look 2');
  expect(evidence?.steps).toEqual([
    expect.objectContaining({ name: 'first', looks: 2, earlier: ['$.n: expected 1, got 2'] }),
  ]);
});
