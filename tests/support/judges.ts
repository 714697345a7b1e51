import { expect, test } from 'vitest';
import type { Check } from '../../src/levels/check.ts';
import type { Observation, ProbeId } from '../../src/model/probe.ts';
import type { Verdict } from '../../src/model/verdict.ts';

/** What is seen, and what must be said of it. */
export type Row<P extends ProbeId, Expectation> = readonly [
  name: string,
  seen: Observation<P>,
  /** Status and code: `fail READ_ONLY`. */
  verdict: `${Verdict['status']} ${string}`,
  expectation?: Expectation,
];

/**
 * Judges each literal observation, and asserts that every code of the check is among the verdicts, but for those that
 * are `elsewhere`: shared by several checks and tested where they are made.
 */
export function judges<P extends ProbeId, Expectation>(
  check: Check<P, Expectation, string>,
  expectation: NoInfer<Expectation>,
  table: readonly Row<P, NoInfer<Expectation>>[],
  elsewhere: Readonly<Record<string, unknown>> = {},
): void {
  test.each(table.map(row => ({ name: row[0], row })))(`${check.id}: $name`, ({ row }) => {
    const [, seen, verdict, own = expectation] = row;
    const { status, code, message, evidence } = check.evaluate(seen, own);
    expect(`${status} ${code}`).toBe(verdict);
    expect(message).not.toMatch(/undefined|NaN|\[object|^$/);
    expect(JSON.stringify(evidence ?? {})).not.toMatch(/undefined|NaN/);
    if (!['OK', 'SKIPPED'].includes(code)) expect(Object.keys(check.codes)).toContain(code);
  });

  test(`${check.id}: every code is given`, () => {
    const given = table.map(([, , verdict]) => verdict.split(' ')[1]);
    const missing = Object.keys(check.codes).filter(code => !given.includes(code) && !(code in elsewhere));
    expect(missing).toEqual([]);
  });
}
