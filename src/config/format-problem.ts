import type { Problem } from '../model/problem.ts';

const row = (label: string, text: string | undefined): string[] =>
  text === undefined ? [] : [`  ${label.padEnd(8)}  ${text}`];

function frameRows({ at }: Problem): string[] {
  if (at?.frame === undefined) return [];
  const [line = '', caret = ''] = at.frame.split('\n');
  const gutter = String(at.line);
  return [`  ${gutter} | ${line}`, `  ${' '.repeat(gutter.length)} | ${caret}`];
}

/** A problem as text for people: where and what in the first line, then the source, expected and got, and the fix. */
export function formatProblem(problem: Problem): string {
  const { at, code, message, expected, got, causes = [], fix } = problem;
  const place = at === undefined ? '' : `${at.file}:${at.line}:${at.column}  `;
  return [
    `${place}${code}  ${message}`,
    ...frameRows(problem),
    ...row('expected', expected),
    ...row('got', got),
    ...causes.flatMap(cause => row('because', cause)),
    ...row('fix', fix),
  ].join('\n');
}
