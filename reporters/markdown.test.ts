import { expect, test } from 'vitest';
import { sampleReport } from '../tests/support/sample-report.ts';
import { renderMarkdown } from './markdown.ts';

test('the summary of a job: verdict, root causes with the command to copy, levels', () => {
  const text = renderMarkdown(sampleReport, false);
  expect(text).toContain('## shop: UNHEALTHY: 1 root cause');
  expect(text).toContain('### ✗ containers.running:db CONTAINER\\_EXITED');
  expect(text).toContain('  `````\n  docker compose -p shop up -d db\n  `````');
  expect(text).toContain('- **blocks:** 2 checks');
  expect(text).toContain('| ✗ | containers | 1 warned · 1 failed |');
});

test('what a target answered is text, and mentions nobody', () => {
  const [first, ...rest] = sampleReport.results;
  if (first === undefined) throw new Error('the sample is empty');
  const got = '<img src=x> [a](http://b) @octocat ``` | **x**\n# y';
  const text = renderMarkdown({ ...sampleReport, results: [{ ...first, got }, ...rest] }, false);
  expect(text).toContain(
    '- **got:** \\<img src=x\\> \\[a\\](http://b) \\@octocat \\`\\`\\` \\| \\*\\*x\\*\\* \\# y',
  );
});
