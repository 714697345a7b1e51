import { formatDuration } from '../src/config/units.ts';
import { outcome } from '../src/engine/outcome.ts';
import type { CheckResult, Report } from '../src/model/result.ts';
import type { Status } from '../src/model/status.ts';
import { baselineNews, knownWords, passedOver } from './baseline-lines.ts';
import { byLevel } from './by-level.ts';
import { failureBlock } from './failure-block.ts';
import { minuteOf } from './minute-of.ts';
import { problemList } from './problem-list.ts';
import { blockedByRoot, rootCauses } from './root-causes.ts';
import { MARKS, paint, type Style } from './style.ts';
import { tally, worstOf } from './tally.ts';
import { verdictWords } from './verdict-words.ts';

const counted = (results: readonly CheckResult[], style: Style): string =>
  tally(results)
    .map(({ status, text }) => paint(style, status, text))
    .join(style.dim(' · '));

function levelLine(level: string, results: readonly CheckResult[], style: Style): string {
  const worst = worstOf(results);
  return ` ${paint(style, worst, MARKS[worst])} ${level.padEnd(13)} ${counted(results, style)}`;
}

const COLOURS = ['green', 'red', 'magenta'] as const;

function verdictLine(report: Report, strict: boolean, style: Style): string {
  const colour = COLOURS[outcome(report, strict).exitCode];
  const verdict = style.bold(style[colour](verdictWords(report, strict)));
  const started =
    report.startMs > 0 ? `, of which the stack took ${formatDuration(report.startMs)} to start` : '';
  const totals = counted(report.results, style) || 'nothing was checked';
  return ` ${verdict}   ${totals}   ${style.dim(`in ${formatDuration(report.durationMs)}${started}`)}`;
}

const quiet = (result: CheckResult, style: Style): string =>
  ` ${paint(style, result.status, MARKS[result.status])} ${result.id}  ${style.dim(result.message)}`;

/** What is so for one reason is one line, however many subjects it is of. */
function alike(results: readonly CheckResult[], style: Style): string[] {
  const groups = Map.groupBy(results, ({ check, message }) => `${check} ${message}`);
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const id = [first.id, ...more.map(({ subject }) => subject)].join(', ');
    return [quiet({ ...first, id }, style)];
  });
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : ['', ` ${style.bold(title)}`, ...lines];
}

/** Whoever looks for a cause begins with what has changed. */
function changed({ changes }: Report, style: Style): string[] {
  if (changes === undefined) return [];
  const since = `Changed since it was healthy, ${minuteOf(changes.since)} UTC`;
  return section(
    since,
    changes.what.map(line => ` - ${line}`),
    style,
  );
}

/** The report for people: a line per level, each root cause with its fix, what it blocks, then the verdict. */
export function renderSummary(report: Report, style: Style, strict = false): string {
  const of = (status: Status) => report.results.filter(result => result.status === status);
  const retried = report.results.filter(({ status, attempts }) => status === 'pass' && attempts > 1);
  const filter = report.filter === undefined ? '' : `only ${report.filter}`;
  const runtime =
    report.deployment === undefined ? report.runtime : `${report.runtime} project ${report.deployment}`;
  const blocked = blockedByRoot(report);
  const facts = [report.project, runtime, filter].filter(fact => fact !== '').join(' · ');
  return [
    '',
    ` ${style.bold('failsafe')}  ${facts}`.trimEnd(),
    ...(report.results.length === 0 ? [] : ['']),
    ...byLevel(report.results).map(({ level, own }) => levelLine(level, own, style)),
    ...problemList(report.problems, style).map(problem => `\n${problem}`),
    ...rootCauses(report).map(root => `\n${failureBlock(root, blocked.get(root.id) ?? [], style)}`),
    ...changed(report, style),
    ...section(
      'Warnings',
      of('warn').map(result => failureBlock(result, [], style)),
      style,
    ),
    ...section(
      'Known',
      passedOver(report).map(
        result =>
          ` ${paint(style, 'known', MARKS.known)} ${result.id}  ${result.code}  ${style.dim(knownWords(result))}`,
      ),
      style,
    ),
    ...baselineNews(report).flatMap(({ title, entries }) =>
      section(
        title,
        entries.map(entry => ` - ${entry}`),
        style,
      ),
    ),
    ...section('Passed after a retry', alike(retried, style), style),
    ...section('Skipped', alike(of('skip'), style), style),
    '',
    verdictLine(report, strict, style),
    '',
  ].join('\n');
}
