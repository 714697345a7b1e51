import type { Report } from '../src/model/result.ts';

/** The report for machines. Its form is docs/report.schema.json; `version` changes when the form does. */
export const renderJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
