import { describe, expect, test } from 'vitest';
import { LONG } from '../../tests/support/long-test.ts';
import { autoheal } from './autoheal.ts';
import { FAULTS, type Fault } from './faults.ts';
import { proveHealing } from './prove-healing.ts';

const named = (name: string): Fault => FAULTS.find(fault => fault.name === name) as Fault;

/** What the simulations of the machine itself do not have; the others in the long run. */
const ALWAYS = ['out of memory', 'port clash', 'partition', 'monitor kill -9'];
const made = FAULTS.filter(({ name }) => LONG || ALWAYS.includes(name));

test.each(made.map(fault => [fault.name, fault] as const))('is healed as designed: %s', (_, fault) => {
  // Another seed than those of docs/healing-proof.md
  expect(proveHealing(fault, 4711).wrong).toEqual([]);
});

describe('a proof that is not as expected says so', () => {
  test('too many restarts, too few alerts, no end', () => {
    const { world } = named('dead service');
    const fault = { ...named('kill'), world };
    expect(proveHealing(fault, 1).wrong).toEqual([
      '3 restarts',
      'escalated 1 times',
      'recovery is not as expected',
    ]);
  });
});

test('the algorithm beside it does what it is known for', () => {
  expect(autoheal(named('SIGSTOP'), 1)).toMatchObject({ recoveredMs: expect.any(Number), alerts: 0 });
  expect(autoheal(named('slow recovery'), 1).recoveredMs).toBeUndefined();
  expect(autoheal(named('dead service'), 1).restarts).toBeGreaterThan(50);
  expect(autoheal(named('engine gone'), 1).restarts).toBe(0);
});
