import { expect, test } from 'vitest';
import type { Places } from '../src/engine/declared-at.ts';
import { sampleReport } from '../tests/support/sample-report.ts';
import { renderGithubCheck } from './github-check.ts';

const places: Places = {
  declared: ({ id }) =>
    id === 'containers.running:db' ? { file: 'failsafe.yaml', line: 7, column: 3 } : undefined,
  inSource: file => `app/${file}`,
};
const lines = (more: object = {}) =>
  renderGithubCheck({ ...sampleReport, ...more }, places)
    .trimEnd()
    .split('\n');

test('each root cause and each warning is one annotation, what follows from them is none', () => {
  const [failure, error, warning, ...rest] = lines();
  expect(failure).toMatch(
    /^::error file=failsafe\.yaml,line=7,col=3,title=containers\.running%3Adb CONTAINER_EXITED::db has exited/,
  );
  expect(failure).toContain('%0Afix: Start it.%0A$ docker compose -p shop up -d db');
  expect(error).toMatch(/^::error title=realtime\.handshake%3Aweb INTERNAL_ERROR::/);
  expect(warning).toMatch(/^::warning title=containers\.healthy%3Aweb NO_HEALTHCHECK::no health check/);
  expect(rest).toEqual([]);
});

test('a flaw in a file is at its line, and a problem of the config at its own', () => {
  const [first] = sampleReport.results;
  const spots = [{ file: 'nginx.conf', line: 3, column: 5, message: 'no upgrade' }];
  const problems = [
    { code: 'CONFIG_SYNTAX', message: 'bad', at: { file: 'failsafe.yaml', line: 1, column: 2 } },
  ];
  expect(lines({ problems, results: [{ ...first, spots }] })).toEqual([
    '::error file=failsafe.yaml,line=1,col=2,title=CONFIG_SYNTAX::bad',
    expect.stringMatching(/^::error file=app\/nginx\.conf,line=3,col=5,/),
  ]);
});
