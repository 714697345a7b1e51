import { expect, test } from 'vitest';
import { loadedWith, smallCheck } from '../../tests/support/small-plan.ts';
import { ProblemError } from '../model/problem.ts';
import { createPlan } from './plan.ts';

const problemsOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  return [];
};

test('checks stand in the order of the levels and carry their level as a tag', () => {
  const plan = createPlan(loadedWith(), [
    smallCheck('system.a', [{ subject: 'x' }]),
    smallCheck('containers.b', [{ subject: 'x', tags: ['smoke'] }]),
  ]);
  expect(plan.checks.map(({ id, tags }) => [id, tags])).toEqual([
    ['containers.b:x', ['containers', 'smoke']],
    ['system.a:x', ['system']],
  ]);
});

test('a need is an id, a level, a service, or the subject of checks', () => {
  const plan = createPlan(loadedWith({ web: [] }), [
    smallCheck('containers.running', [{ subject: 'web' }]),
    smallCheck('containers.cpu', [{ subject: 'web' }], { severity: 'warning' }),
    smallCheck('api.status', [{ subject: 'users.list' }]),
    smallCheck('api.slow', [{ subject: 'users.list' }], { severity: 'warning' }),
    smallCheck('system.by', [
      { subject: 'id', needs: ['api.status:users.list'] },
      { subject: 'level', needs: ['api'] },
      { subject: 'service', needs: ['web'] },
      { subject: 'endpoint', needs: ['users.list'] },
    ]),
  ]);
  const needs = (subject: string) => plan.byId.get(`system.by:${subject}`)?.needs;
  expect(needs('id')).toEqual(['api.status:users.list']);
  expect(needs('level')).toEqual(['api.status:users.list']);
  expect(needs('service')).toEqual(['containers.running:web']);
  expect(needs('endpoint')).toEqual(['api.status:users.list']);
});

test('a need that is nothing is a problem with a suggestion', () => {
  const problems = problemsOf(() =>
    createPlan(loadedWith(), [
      smallCheck('api.a', [{ subject: 'x', needs: ['databse'] }]),
      smallCheck('database.b', [{ subject: 'y' }]),
    ]),
  );
  expect(problems).toMatchObject([{ code: 'CONFIG_UNKNOWN_REFERENCE', fix: 'Did you mean "database"?' }]);
});

test.each(['needs', 'excusedBy'])(
  'checks whose %s lead to one another are a problem that shows the cycle',
  edge => {
    const problems = problemsOf(() =>
      createPlan(loadedWith(), [
        smallCheck('api.a', [{ subject: 'x', [edge]: ['api.b:x'] }]),
        smallCheck('api.b', [{ subject: 'x', [edge]: ['api.a:x'] }]),
      ]),
    );
    expect(problems).toMatchObject([
      { code: 'PLAN_CYCLE', message: expect.stringContaining('api.a:x → api.b:x → api.a:x') },
    ]);
  },
);

test('two checks with one id are a problem', () => {
  const twice = smallCheck('api.a', [{ subject: 'x' }, { subject: 'x' }]);
  expect(problemsOf(() => createPlan(loadedWith(), [twice]))).toMatchObject([{ code: 'PLAN_DUPLICATE_ID' }]);
});
