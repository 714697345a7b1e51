import { describe, expect, test } from 'vitest';
import { rules as all } from '../engine/rules.generated.ts';
import type { Check } from './check.ts';
import type { RuleCheck } from './rule.ts';
import { projectOf } from './testing.ts';

const rules = all as (Check & RuleCheck)[];

describe.each(rules.map(check => [check.rule?.id ?? '', check] as const))('%s', (id, { rule, evaluate }) => {
  test('its bad example breaks it, at a place', async () => {
    const { status, code, spots = [] } = evaluate(await projectOf(rule?.bad ?? {}), rule?.declared ?? {});
    expect(`${status} ${code}`).toBe(`fail ${id}`);
    expect(spots[0]?.line).toBeGreaterThan(0);
  });

  test('its good example keeps it', async () => {
    const { status, message } = evaluate(await projectOf(rule?.good ?? {}), rule?.declared ?? {});
    expect(`${status} ${message}`).toMatch(/^pass /);
  });
});

test('every rule has an id and a name of its own', () => {
  const ids = rules.map(({ rule }) => rule?.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(ids.length);
});
