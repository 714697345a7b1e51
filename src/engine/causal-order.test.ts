import { expect, test } from 'vitest';
import { loadedWith, smallCheck } from '../../tests/support/small-plan.ts';
import { causalOrder } from './causal-order.ts';
import { createPlan } from './plan.ts';

test('level by level, and what needs less before what needs more', () => {
  const plan = createPlan(loadedWith(), [
    smallCheck('api.body', [{ subject: 'x', needs: ['api.status:x'] }]),
    smallCheck('api.status', [{ subject: 'x', needs: ['database.connect:db'] }, { subject: 'y' }]),
    smallCheck('database.connect', [{ subject: 'db' }]),
    smallCheck('containers.running', [{ subject: 'web' }]),
  ]);
  expect(causalOrder(plan).map(({ id }) => id)).toEqual([
    'containers.running:web',
    'api.status:y',
    'api.status:x',
    'api.body:x',
    'database.connect:db',
  ]);
});
