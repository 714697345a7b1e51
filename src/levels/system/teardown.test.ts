import { describe, expect, test } from 'vitest';
import { judges } from '../../../tests/support/judges.ts';
import type { Flow, FlowStep } from '../../config/schema/system.ts';
import type { FlowAttempt, FlowObservation, FlowTeardownSeen } from '../../model/observations/flow.ts';
import { loadedWith } from '../containers/testing.ts';
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
  ['of none that is declared', seen([]), 'warn NO_TEARDOWN'],
  ['of none, where the requests were refused', seen([], false), 'skip SKIPPED'],
  ['nothing was made', seen([act(failed)], false), 'skip SKIPPED'],
]);

describe('system.teardown is applied to flows that may make something', () => {
  const json = {};
  const login = { post: '/login', json };
  const read: FlowStep = { name: 'a', get: '/' };
  const write: FlowStep = { name: 'a', post: '/things', json };
  const sql: FlowStep = { name: 'a', target: 'db', sql: 'select 1' };
  test.each<[string, Partial<Flow>, boolean]>([
    ['that reads', { steps: [read, sql] }, false],
    ['that writes', { steps: [read, write] }, true],
    ['that deletes', { steps: [{ name: 'a', delete: '/things/1' }] }, true],
    ['that only logs in', { steps: [{ name: 'a', ...login }, read] }, false],
    ['that says there is nothing to remove', { steps: [write], teardown: [] }, false],
    ['that has a teardown', { steps: [read], teardown: [{ name: 'b', delete: '/things' }] }, true],
  ])('one %s', (_, flow, applied) => {
    const system = { flows: [{ name: 'f', target: 'web', steps: [], ...flow }] };
    const auth = { target: 'web', login, whoami: { get: '/me' } };
    expect(check.instances(loadedWith({ system, auth }))).toHaveLength(applied ? 1 : 0);
  });
});
