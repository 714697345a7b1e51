import { resolve } from 'node:path';
import type { Problem } from '../src/model/problem.ts';
import type { Report } from '../src/model/result.ts';
import { writeReportFiles } from './report-files.ts';
import { renderFor } from './reporters.ts';

/** Prints and writes the report of a run that could not begin. */
export async function publishProblems(problems: readonly Problem[], startedAt: number): Promise<void> {
  const report: Report = {
    version: 1,
    project: '',
    runtime: '',
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Date.now() - startedAt,
    startMs: 0,
    results: [],
    prerequisites: [],
    problems,
  };
  await writeReportFiles(resolve('.failsafe/reports'), report);
  process.stdout.write(renderFor('summary', report, false));
}
