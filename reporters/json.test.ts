import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { sampleReport } from '../tests/support/sample-report.ts';
import { renderJson } from './json.ts';
import { ReportSchema } from './report-schema.ts';

const validate = new Ajv({ allErrors: true }).compile(ReportSchema);

test('report.json has the form of its schema', () => {
  validate(JSON.parse(renderJson(sampleReport)));
  expect(validate.errors).toBeNull();
  expect(JSON.parse(renderJson(sampleReport)).verdict).toBe('unhealthy');
  expect(JSON.parse(renderJson({ ...sampleReport, results: [], prerequisites: [] })).verdict).toBe(
    'could not check',
  );
});

test('the schema refuses what is not a report', () => {
  expect(validate({ ...sampleReport, results: [{ id: 'x' }] })).toBe(false);
  expect(validate({ ...sampleReport, version: 2 })).toBe(false);
});

test('in pieces it is the same document, whatever a text holds', () => {
  const [first] = sampleReport.results;
  if (first === undefined) throw new TypeError('the sample has no result');
  const results = Array.from({ length: 2001 }, (_, index) => ({
    ...first,
    id: `${first.id}${index}`,
    message: '\n  "results": []',
  }));
  const report = { ...sampleReport, results };
  expect(renderJson(report)).toBe(`${JSON.stringify({ verdict: 'unhealthy', ...report }, null, 2)}\n`);
});
