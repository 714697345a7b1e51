import { execa } from 'execa';
import { expect, test } from 'vitest';
import { sampleReport } from '../tests/support/sample-report.ts';
import { renderJunit } from './junit.ts';

const xmllint = await execa('xmllint', ['--version'], { reject: false });
const schema = new URL('../tests/support/junit.xsd', import.meta.url).pathname;

const reports = {
  'all kinds of results': sampleReport,
  'a run that could not begin': {
    ...sampleReport,
    results: [],
    problems: [{ code: 'NO_ENGINE', message: 'no "engine" & <none>' }],
  },
};

for (const [name, report] of Object.entries(reports)) {
  test(`the report of ${name} is valid for Jenkins`, async context => {
    if (xmllint.failed) context.skip('xmllint is not installed (Debian: libxml2-utils)');
    const input = renderJunit(report);
    const checked = await execa('xmllint', ['--noout', '--schema', schema, '-'], { input, reject: false });
    expect(checked).toMatchObject({ exitCode: 0 });
  });
}

test('the failure text carries what to do, the skip its reason', () => {
  const xml = renderJunit(sampleReport);
  expect(xml).toContain('$ docker compose -p shop up -d db');
  expect(xml).toContain('<skipped message="no browser was found: install chromium"/>');
  expect(xml).toContain('tests="7" failures="3" errors="1"');
});
