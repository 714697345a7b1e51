import type { Measure } from './benchmark.ts';
import type { CaseResult } from './compare.ts';
import { cell, goalText, MEASURES, measuresOf } from './words.ts';

/** Prints a case as a table, with its goals and facts below it. */
export function printCase({ name, standings, goals, facts }: CaseResult): void {
  const keys = measuresOf(standings);
  const names = Math.max(...standings.map(one => one.name.length)) + 2;
  const width = (key: Measure) => Math.max(10, MEASURES[key].head.length + 2);
  console.log(`\n  ${name}`);
  console.log(`    ${' '.repeat(names)}${keys.map(key => MEASURES[key].head.padStart(width(key))).join('')}`);
  for (const one of standings) {
    const cells = keys.map(key => cell(one, key).padStart(width(key))).join('');
    console.log(`    ${one.name.padEnd(names)}${cells}   of ${one.rounds}`);
  }
  for (const goal of goals) console.log(`    ${goalText(goal)}`);
  for (const fact of facts) console.log(`    ${fact}`);
}
