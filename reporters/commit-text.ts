import { formatDuration } from '../src/config/units.ts';
import { RULE_SEVERITIES, type RuleSeverity } from '../src/levels/check.ts';
import { formatPlace } from '../src/levels/format-place.ts';
import { visiblePath } from '../src/levels/visible-path.ts';
import type { CheckResult } from '../src/model/result.ts';
import type { CommitFinding } from './commit-findings.ts';
import { failureBlock } from './failure-block.ts';
import { paint, type Style } from './style.ts';

/** What was seen of a commit. */
export interface CommitSeen {
  readonly findings: readonly CommitFinding[];
  /** What could not be looked at. */
  readonly unsure: readonly CheckResult[];
  /** How many files were changed; undefined when all were looked at. */
  readonly changed: number | undefined;
  readonly durationMs: number;
}

const isGrave = (severity: RuleSeverity) => severity === 'critical' || severity === 'high';

function findingLines(
  { line, column, severity, rule, message, fix, related }: CommitFinding,
  style: Style,
): string[] {
  const place = style.dim(`${line}:${column}`.padEnd(8));
  const weight = paint(style, isGrave(severity) ? 'fail' : 'warn', severity.padEnd(8));
  const other = related === undefined ? '' : `  (${formatPlace(related)})`;
  return [
    `   ${place} ${weight} ${rule}  ${message}${other}`,
    ...(fix === undefined ? [] : [`${' '.repeat(26)}${style.dim(fix)}`]),
  ];
}

function totals({ findings, changed, durationMs }: CommitSeen, style: Style): string {
  const files = changed === undefined ? 'all files' : `${changed} changed file${changed === 1 ? '' : 's'}`;
  const time = style.dim(`in ${formatDuration(durationMs)}`);
  if (findings.length === 0) return ` ${style.green('✓')} nothing found in ${files}   ${time}`;
  const counts = RULE_SEVERITIES.map(severity => {
    const count = findings.filter(finding => finding.severity === severity).length;
    return count === 0 ? '' : `${count} ${severity}`;
  }).filter(text => text !== '');
  const mendable = findings.filter(finding => finding.mendable).length;
  const hint =
    mendable === 0 ? '' : `\n   ${mendable} of them: failsafe precommit --fix (--dry-run shows it)`;
  return ` ${style.red('✗')} ${counts.join(' · ')} in ${files}   ${time}${style.dim(hint)}`;
}

/** For people: what is wrong, file by file, with what mends it. */
export function renderCommitText(seen: CommitSeen, style: Style): string {
  const groups = [...Map.groupBy(seen.findings, ({ file }) => file)];
  const blocks = groups.map(([file, own]) =>
    [` ${style.bold(visiblePath(file))}`, ...own.flatMap(finding => findingLines(finding, style))].join('\n'),
  );
  const unsure = seen.unsure.map(result => failureBlock(result, [], style));
  return `${['', ...blocks, ...unsure, totals(seen, style), ''].join('\n\n').trim()}\n`;
}
