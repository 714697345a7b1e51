import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import type { CheckResult } from '../src/model/result.ts';
import { sampleReport } from '../tests/support/sample-report.ts';
import { renderSummary } from './summary.ts';

const plain = createColors(false);

test('the summary: levels, root causes with fixes and what they block, then the verdict', () => {
  expect(renderSummary(sampleReport, plain)).toMatchInlineSnapshot(`
    "
     failsafe  shop · compose

     ✗ containers    1 warned · 1 failed
     ⊘ api           1 passed · 2 blocked
     - pwa           1 skipped
     ? realtime      1 not looked at

     ✗ containers.running:db  CONTAINER_EXITED
                   db has exited with code 1 <5 s ago> & stays down
         expected  running
         got       exited (1)
         because   PANIC: could not write to file "pg_wal"
         because   users-db: No space left on device
         cause     It crashed.
         fix       Start it.
                   $ docker compose -p shop up -d db
         blocks    2: api.status:users, api.schema:users

     ? realtime.handshake:web  INTERNAL_ERROR
                   could not look: � �

     Warnings
     ! containers.healthy:web  NO_HEALTHCHECK
                   no health check

     Passed after a retry
     ✓ api.status:ping  passed after retry, at look 3: 200

     Skipped
     - pwa.offline:/  no browser was found: install chromium

     UNHEALTHY: 1 root cause   1 passed · 1 warned · 1 failed · 2 blocked · 1 not looked at · 1 skipped   in 1.5 s
    "
  `);
});

test('what is skipped for one reason is one line', () => {
  const skips = (...ids: [id: string, message: string][]) =>
    ids.map(([id, message]) => {
      const [check = '', subject = ''] = id.split(':');
      return { ...sampleReport.results[0], id, check, subject, message, status: 'skip' } as CheckResult;
    });
  const results = skips(['a.b:x', 'no such thing'], ['a.b:y', 'no such thing'], ['a.b:z', 'another reason']);
  const text = renderSummary({ ...sampleReport, results }, plain);
  expect(text).toContain(' - a.b:x, y  no such thing\n - a.b:z  another reason\n');
});

test('a problem is shown with its position and fix', () => {
  const problem = {
    code: 'CONFIG_UNKNOWN_KEY',
    message: 'unknown key "chek"',
    at: { file: 'failsafe.yaml', line: 3, column: 1, frame: 'chek: 1\n^' },
    fix: 'Did you mean "check"?',
  };
  expect(renderSummary({ ...sampleReport, results: [], problems: [problem] }, plain)).toMatchInlineSnapshot(`
    "
     failsafe  shop · compose

     ? CONFIG_UNKNOWN_KEY  failsafe.yaml:3:1
                   unknown key "chek"
                   chek: 1
                   ^
         fix       Did you mean "check"?

     COULD NOT CHECK   nothing was checked   in 1.5 s
    "
  `);
});
