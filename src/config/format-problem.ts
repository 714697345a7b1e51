import type { Problem } from '../model/problem.ts';

const row = (label: string, text: string | undefined): string[] =>
  text === undefined ? [] : [`  ${label.padEnd(8)}  ${text}`];

function frameRows({ at }: Problem): string[] {
  if (at?.frame === undefined) return [];
  const [line = '', caret = ''] = at.frame.split('\n');
  const gutter = String(at.line);
  return [`  ${gutter} | ${line}`, `  ${' '.repeat(gutter.length)} | ${caret}`];
}

const placeOf = ({ at }: Problem): string => (at === undefined ? '' : `${at.file}:${at.line}:${at.column}  `);

/** A problem in one line, for a log. */
export const problemLine = (problem: Problem): string => `${placeOf(problem)}${problem.message}`;

/** A problem as text for people: where and what in the first line, then the source, expected and got, and the fix. */
export function formatProblem(problem: Problem): string {
  const { code, message, expected, got, causes = [], fix } = problem;
  return [
    `${placeOf(problem)}${code}  ${message}`,
    ...frameRows(problem),
    ...row('expected', expected),
    ...row('got', got),
    ...causes.flatMap(cause => row('because', cause)),
    ...row('fix', fix),
  ].join('\n');
}
