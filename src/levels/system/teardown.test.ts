import { judges } from '../../../tests/support/judges.ts';
import type { FlowAttempt, FlowObservation, FlowTeardownSeen } from '../../model/observations/flow.ts';
import { check } from './teardown.ts';

const good: FlowAttempt = { outcome: 'answered', mismatches: [], durationMs: 5 };
const failed: FlowAttempt = { outcome: 'failed', code: '42P01', message: 'no table', durationMs: 5 };
const act = (attempt: FlowAttempt, rows?: number): FlowTeardownSeen => ({
  name: 'remove',
  what: 'delete from things',
  attempts: [attempt],
  rows,
});
const seen = (teardown: FlowTeardownSeen[], created = true, end: FlowAttempt = good): FlowObservation => ({
  steps: [{ name: 'add', what: 'POST /things', attempts: [end] }],
  notRun: [],
  created,
  teardown,
  earlier: [],
  variables: { email: 'flow-x@example.com' },
});

const killed = (attempt: FlowAttempt): FlowObservation => ({
  ...seen([act(good, 1)]),
  earlier: [{ variables: {}, acts: [act(attempt, 1)] }],
});

judges(check, {}, [
  ['also what a killed run left', killed(good), 'pass OK'],
  ['but not what a killed run left', killed(failed), 'warn EARLIER_LEFT'],
  ['by a request', seen([act(good)]), 'pass OK'],
  ['by a statement', seen([act(good, 1)]), 'pass OK'],
  ['by one of two', seen([act(good, 0), act(good, 1)]), 'pass OK'],
  ['by none', seen([act(good, 0), act(good, 0)]), 'fail REMOVED_NOTHING'],
  ['by none, of a flow that broke', seen([act(good, 0)], true, failed), 'pass OK'],
  ['failed', seen([act(good, 1), act(failed)]), 'fail LEFT_BEHIND'],
  ['nothing was made', seen([act(failed)], false), 'skip SKIPPED'],
]);
