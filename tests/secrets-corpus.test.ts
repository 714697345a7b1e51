import { expect, test } from 'vitest';
import { rules } from '../src/engine/rules.generated.ts';
import { projectOf } from '../src/levels/testing.ts';
import type { Verdict } from '../src/model/verdict.ts';
import { BENIGN } from './secrets/benign.ts';
import { type Place, VALUES } from './secrets/made-up.ts';
import { PLANTED } from './secrets/planted.ts';

/** The rules that look for secrets, whatever the file. */
const WANTED = ['K01', 'K02', 'C11', 'C12', 'C31', 'D03', 'E01'];
const LEAST_RECALL = 0.95;
const MOST_FALSE = 0.03;

async function isFound([path, write]: Place, value: string): Promise<boolean> {
  const project = await projectOf({ [path]: write(value) });
  return rules
    .filter(({ rule }) => WANTED.includes(rule?.id ?? ''))
    .some(({ evaluate }) => {
      const verdict = evaluate(project as never, {}) as Verdict;
      if (verdict.status !== 'fail') return false;
      // Neither the message nor anything else shows it
      expect(JSON.stringify(verdict)).not.toContain(value);
      return true;
    });
}

const planted = PLANTED.flatMap(place => VALUES.map(make => ({ place, value: make() })));

test(`of ${planted.length} secrets in ${PLANTED.length} kinds of places at least 95 in 100 are found, and none is shown`, async () => {
  expect(planted.length).toBeGreaterThanOrEqual(150);
  const missed: string[] = [];
  for (const { place, value } of planted) {
    if (!(await isFound(place, value))) missed.push(`${place[0]}: ${place[1]('…').trim()}`);
  }
  const recall = 1 - missed.length / planted.length;
  console.info(`recall ${(recall * 100).toFixed(1)} % of ${planted.length}`);
  expect(recall, missed.join('\n')).toBeGreaterThanOrEqual(LEAST_RECALL);
});

test(`of ${BENIGN.length} places without a secret at most 3 in 100 are told of`, async () => {
  expect(BENIGN.length).toBeGreaterThanOrEqual(150);
  const wrong: string[] = [];
  for (const place of BENIGN)
    if (await isFound(place, '\u0000')) wrong.push(`${place[0]}: ${place[1]('').trim()}`);
  console.info(`false alarms: ${wrong.length} of ${BENIGN.length}`);
  expect(wrong.length / BENIGN.length, wrong.join('\n')).toBeLessThanOrEqual(MOST_FALSE);
});
