import { createColors } from 'picocolors';
import type { Problem } from '../src/model/problem.ts';
import type { CheckResult, Report } from '../src/model/result.ts';
import { knownWords } from './baseline-lines.ts';
import { byLevel } from './by-level.ts';
import { escapeAttribute, escapeMarkup } from './escape-markup.ts';
import { failureBlock, problemBlock } from './failure-block.ts';

const plain = createColors(false);

function attributes(values: Record<string, string | number>): string {
  let all = '';
  for (const name of Object.keys(values)) all += ` ${name}="${escapeAttribute(String(values[name]))}"`;
  return all;
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);

function outcomeElement(result: CheckResult): string {
  const { status, code, message } = result;
  if (status === 'known') return `      <skipped${attributes({ message: knownWords(result) })}/>\n`;
  if (status === 'skip') return `      <skipped${attributes({ message })}/>\n`;
  if (status === 'pass' || status === 'warn') return '';
  const name = status === 'error' ? 'error' : 'failure';
  const text = escapeMarkup(failureBlock(result, [], plain));
  return `      <${name}${attributes({ type: code, message })}>${text}</${name}>\n`;
}

function outputElement(result: CheckResult): string {
  const retried = result.status === 'pass' && result.attempts > 1;
  if (result.status !== 'warn' && !retried) return '';
  return `      <system-out>${escapeMarkup(failureBlock(result, [], plain))}</system-out>\n`;
}

function testCase(result: CheckResult): string {
  const head = ` name="${escapeAttribute(result.id)}" classname="failsafe.${result.level}" time="${seconds(result.durationMs)}"`;
  const body = outcomeElement(result) + outputElement(result);
  return `    <testcase${head}>\n${body}    </testcase>\n`;
}

function properties(report: Report): string {
  const values = { project: report.project, runtime: report.runtime, filter: report.filter ?? '' };
  const rows = Object.entries(values).map(
    ([name, value]) => `      <property${attributes({ name, value })}/>\n`,
  );
  return `    <properties>\n${rows.join('')}    </properties>\n`;
}

function suite(name: string, results: readonly CheckResult[], report: Report): string {
  const count = (...statuses: string[]) => results.filter(({ status }) => statuses.includes(status)).length;
  const head = attributes({
    name,
    tests: results.length,
    failures: count('fail', 'blocked'),
    errors: count('error'),
    skipped: count('skip', 'known'),
    time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    timestamp: report.startedAt.slice(0, 19),
    hostname: 'localhost',
  });
  return `  <testsuite${head}>\n${properties(report)}${results.map(testCase).join('')}  </testsuite>\n`;
}

function problemSuite(problems: readonly Problem[], timestamp: string): string {
  if (problems.length === 0) return '';
  const cases = problems.map(problem => {
    const text = escapeMarkup(problemBlock(problem, plain));
    const error = `      <error${attributes({ type: problem.code, message: problem.message })}>${text}</error>\n`;
    return `    <testcase${attributes({ name: problem.code, classname: 'failsafe.run', time: '0.000' })}>\n${error}    </testcase>\n`;
  });
  const head = attributes({
    name: 'run',
    tests: cases.length,
    failures: 0,
    errors: cases.length,
    skipped: 0,
    time: '0.000',
    timestamp,
    hostname: 'localhost',
  });
  return `  <testsuite${head}>\n${cases.join('')}  </testsuite>\n`;
}

/**
 * JUnit XML as Jenkins, GitLab and GitHub's actions read it: one suite a level, the fix in the text of the failure, the
 * reason of each skip. Valid against the XSD of Jenkins, which knows properties only on a suite.
 * `blocked` counts as a failure.
 */
export function renderJunit(report: Report): string {
  const timestamp = report.startedAt.slice(0, 19);
  const all = [...report.prerequisites, ...report.results];
  const suites = byLevel(all).map(({ level, own }) => suite(level, own, report));
  const count = (...statuses: string[]) => all.filter(({ status }) => statuses.includes(status)).length;
  const head = attributes({
    name: report.project,
    tests: all.length + report.problems.length,
    failures: count('fail', 'blocked'),
    errors: count('error') + report.problems.length,
    time: seconds(report.durationMs),
  });
  const body = suites.join('') + problemSuite(report.problems, timestamp);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${body}</testsuites>\n`;
}
