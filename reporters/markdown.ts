import { formatDuration } from '../src/config/units.ts';
import type { CheckResult, Report } from '../src/model/result.ts';
import { baselineNews, knownWords, passedOver } from './baseline-lines.ts';
import { byLevel } from './by-level.ts';
import { blockedByRoot, rootCauses } from './root-causes.ts';
import { MARKS } from './style.ts';
import { tally, worstOf } from './tally.ts';
import { verdictWords } from './verdict-words.ts';

/** So long a fence holds whatever a target answered. */
const FENCE = '`````';
/** Text in which no character means anything to Markdown. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>#|~&@]/g, '\\$&').replace(/\s+/g, ' ');
/** A sentence in which what stands between backticks is code. */
const sentence = (text: string): string =>
  text
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? `\`${piece}\`` : plain(piece)))
    .join('');
const counted = (results: readonly CheckResult[]): string =>
  tally(results)
    .map(({ text }) => text)
    .join(' · ');

function rootCause(result: CheckResult, blocked: number): string[] {
  const { id, code, message, expected, got, cause, fixes } = result;
  const facts = [
    ['expected', expected],
    ['got', got],
    ['blocks', blocked === 0 ? undefined : `${blocked} checks`],
  ].filter(([, text]) => text !== undefined);
  return [
    `### ${MARKS[result.status]} ${plain(id)} ${plain(code)}`,
    '',
    plain(message),
    '',
    ...facts.map(([name, text]) => `- **${name}:** ${plain(text ?? '')}`),
    ...(cause === undefined ? [] : [`- **cause:** ${sentence(cause)}`]),
    ...fixes.flatMap(({ text, command }) => [
      `- **fix:** ${sentence(text)}`,
      ...(command === undefined ? [] : ['', `  ${FENCE}`, `  ${command}`, `  ${FENCE}`, '']),
    ]),
    '',
  ];
}

/** The report in Markdown, as the summary of a job or a comment shows it. */
export function renderMarkdown(report: Report, strict: boolean): string {
  const { results, problems, project, runtime, durationMs } = report;
  const blocked = blockedByRoot(report);
  return [
    `## ${plain([project || 'failsafe', verdictWords(report, strict)].join(': '))}`,
    '',
    `${runtime} · ${counted(results) || 'nothing was checked'} · ${formatDuration(durationMs)}`,
    '',
    ...problems.flatMap(({ code, message, fix }) => [
      `- **${plain(code)}** ${plain(message)} ${sentence(fix ?? '')}`,
    ]),
    ...rootCauses(report).flatMap(root => rootCause(root, blocked.get(root.id)?.length ?? 0)),
    ...passedOver(report).map(
      result => `- ${MARKS.known} **${plain(result.id)}** ${plain(result.code)} ${plain(knownWords(result))}`,
    ),
    ...baselineNews(report).map(
      ({ title, entries }) => `- **${plain(title)}:** ${entries.map(plain).join(', ')}`,
    ),
    '',
    '| | level | checks |',
    '|---|---|---|',
    ...byLevel(results).map(({ level, own }) => `| ${MARKS[worstOf(own)]} | ${level} | ${counted(own)} |`),
    '',
  ].join('\n');
}
