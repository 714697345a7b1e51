import { expect, test } from 'vitest';
import { sampleReport } from '../../tests/support/sample-report.ts';
import { type PastRun, toPastRun } from '../run-history.ts';
import { renderHtml } from './html.ts';

const hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>';

test('whatever a target answered stays text', () => {
  const [first, ...rest] = sampleReport.results;
  if (first === undefined) throw new Error('the sample is empty');
  const results = [
    { ...first, id: hostile, message: hostile, got: hostile, cause: `\`${hostile}\`` },
    ...rest,
  ];
  const page = renderHtml({ ...sampleReport, project: hostile, results }, false);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toContain('<img');
  expect(page).toContain('&quot;&gt;&lt;script&gt;');
});

test('each root cause has its fix and what it blocks', () => {
  const page = renderHtml(sampleReport, false);
  const [, root = ''] = /<article class="fail">(.*?)<\/article>/s.exec(page) ?? [];
  expect(root).toContain('containers.running:db');
  expect(root).toContain('<code>docker compose -p shop up -d db</code>');
  expect(root).toContain('<li>api.status:users</li>');
});

test('the verdict is that of the summary, also when warnings count', () => {
  const warned = {
    ...sampleReport,
    results: sampleReport.results.filter(({ status }) => status === 'warn' || status === 'pass'),
  };
  expect(renderHtml(warned, false)).toContain('<p class="verdict pass">HEALTHY</p>');
  expect(renderHtml(warned, true)).toContain('<p class="verdict fail">UNHEALTHY: warnings count</p>');
});

test('earlier runs and response times of the same runtime are drawn; a run without an answer is a gap', () => {
  const timed = (time: number | undefined, runtime = 'compose'): PastRun => ({
    ...toPastRun({ ...sampleReport, runtime }, false),
    responses: time === undefined ? {} : { 'api.latency:users': time },
  });
  const page = renderHtml(sampleReport, false, [
    timed(10),
    timed(undefined),
    timed(30),
    timed(999, 'processes'),
  ]);
  expect(page).toContain('aria-label="10 ms, no answer, 30 ms, no answer"');
  expect(page.match(/<rect /g)).toHaveLength(5);
});

test('of thousands of response times the slowest are drawn', () => {
  const run: PastRun = {
    ...toPastRun(sampleReport, false),
    responses: Object.fromEntries(
      Array.from({ length: 1500 }, (_, index) => [`api.latency:e${index}`, index]),
    ),
  };
  const page = renderHtml(sampleReport, false, [run]);
  expect(page).toContain('the 500 slowest of 1500');
  expect(page.match(/<path class="line"/g)).toHaveLength(500);
  expect(page).toContain('<td>api.latency:e1000</td>');
  expect(page).not.toContain('<td>api.latency:e999</td>');
});

test('a problem without a line to show names its place alone', () => {
  const problems = [{ code: 'SOME_CODE', message: 'no', at: { file: 'failsafe.yaml', line: 3, column: 5 } }];
  expect(renderHtml({ ...sampleReport, problems }, false)).toContain('<pre>failsafe.yaml:3:5</pre>');
});
