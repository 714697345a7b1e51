import type { CaseResult } from './compare.ts';
import { cell, goalText, MEASURES, measuresOf } from './words.ts';

/** Prints a case as a table, with its goals and facts below it. */
export function printCase({ name, standings, goals, facts }: CaseResult): void {
  const keys = measuresOf(standings);
  console.log(`\n  ${name.padEnd(28)}${keys.map(key => MEASURES[key].head.padStart(14)).join('')}`);
  for (const one of standings) {
    const cells = keys.map(key => cell(one, key).padStart(14)).join('');
    console.log(`    ${one.name.padEnd(26)}${cells}   of ${one.rounds}`);
  }
  for (const goal of goals) console.log(`    ${goalText(goal)}`);
  for (const fact of facts) console.log(`    ${fact}`);
}
