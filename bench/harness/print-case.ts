import type { CaseResult } from './compare.ts';
import { goalText, megabytes, seconds } from './words.ts';

/** Prints a case as a table and its goals below it. */
export function printCase({ name, standings, goals }: CaseResult): void {
  console.log(`\n  ${name}`);
  for (const one of standings) {
    const cells = [
      seconds(one.wallMs).padStart(9),
      `${seconds(one.cpuMs)} CPU`.padStart(13),
      megabytes(one.rssBytes).padStart(8),
    ];
    console.log(`    ${one.name.padEnd(24)}${cells.join('  ')}   of ${one.rounds}`);
  }
  for (const goal of goals) console.log(`    ${goal.ratio <= goal.atMost ? '✓' : '✗'} ${goalText(goal)}`);
}
