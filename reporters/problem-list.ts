import type { Problem } from '../src/model/problem.ts';
import { problemBlock } from './failure-block.ts';
import type { Style } from './style.ts';

/** More than anybody mends before looking again. */
const MOST = 50;

/** Problems for people: of very many the first, and how many there are besides. Reports for machines have all. */
export function problemList(problems: readonly Problem[], style: Style): string[] {
  const blocks = problems.slice(0, MOST).map(problem => problemBlock(problem, style));
  const more = problems.length - MOST;
  return more > 0 ? [...blocks, ` … and ${more.toLocaleString('en-US')} more`] : blocks;
}
