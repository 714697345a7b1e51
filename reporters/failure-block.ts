import { formatPlace } from '../src/levels/format-place.ts';
import type { Problem } from '../src/model/problem.ts';
import type { CheckResult, Suggestion } from '../src/model/result.ts';
import { MARKS, paint, type Style } from './style.ts';

const FIRST = 5;

/** What a target answered must not steer the terminal that shows it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|\p{Cs}/gu;

function row(label: string, text: string | undefined, style: Style): string[] {
  if (text === undefined || text === '') return [];
  const [first = '', ...more] = text.replace(CONTROLS, '\ufffd').split('\n');
  return [`     ${style.dim(label.padEnd(9))} ${first}`, ...more.map(line => `               ${line}`)];
}

function fixRows(fixes: readonly Suggestion[], style: Style): string[] {
  return fixes.flatMap(({ text, command }) => [
    ...row('fix', text, style),
    ...(command === undefined ? [] : row('', style.cyan(`$ ${command}`), style)),
  ]);
}

const MOST_SPOTS = 20;

/** Where it is wrong, when that is more than the one place that the message names. */
function spotRows({ spots = [] }: CheckResult, style: Style): string[] {
  if (spots.length < 2) return [];
  const lines = spots.slice(0, MOST_SPOTS).map(spot => `${formatPlace(spot)} ${spot.message}`);
  const rest = spots.length - MOST_SPOTS;
  return row('at', [...lines, ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n'), style);
}

function blockedRow(blocked: readonly CheckResult[], style: Style): string[] {
  if (blocked.length === 0) return [];
  const names = blocked.slice(0, FIRST).map(({ id }) => id);
  const rest = blocked.length > FIRST ? ` and ${blocked.length - FIRST} more` : '';
  return row('blocks', `${blocked.length}: ${names.join(', ')}${rest}`, style);
}

/** What shows the cause; where nothing does, the last words of the service. */
function diagnosisRows({ diagnosis }: CheckResult, style: Style): string[] {
  if (diagnosis === undefined) return [];
  const { because, log } = diagnosis;
  if (because.length > 0) return row('because', because.join('\n'), style);
  return log.length === 0
    ? []
    : row('log', `${log.join('\n')}\n(nothing in it tells the cause for sure)`, style);
}

/** One failure: what it is, expected and got, the likely cause, the fix to copy, what it blocks. */
export function failureBlock(result: CheckResult, blocked: readonly CheckResult[], style: Style): string {
  const mark = paint(style, result.status, MARKS[result.status]);
  const causes = result.evidence?.causes;
  return [
    ` ${mark} ${style.bold(result.id)}  ${paint(style, result.status, result.code)}`,
    ...row('', result.message, style),
    ...row('expected', result.expected, style),
    ...row('got', result.got, style),
    ...spotRows(result, style),
    ...row('because', Array.isArray(causes) ? causes.join('\n') : undefined, style),
    ...diagnosisRows(result, style),
    ...row('cause', result.cause, style),
    ...fixRows(result.fixes, style),
    ...blockedRow(blocked, style),
  ].join('\n');
}

/** Why a run could not be done. */
export function problemBlock(problem: Problem, style: Style): string {
  const place =
    problem.at === undefined ? '' : `  ${problem.at.file}:${problem.at.line}:${problem.at.column}`;
  return [
    ` ${paint(style, 'error', MARKS.error)} ${style.bold(problem.code)}${place}`,
    ...row('', problem.message, style),
    ...row('', problem.at?.frame, style),
    ...row('expected', problem.expected, style),
    ...row('got', problem.got, style),
    ...row('because', problem.causes?.join('\n'), style),
    ...row('fix', problem.fix, style),
  ].join('\n');
}
