import { resolve } from 'node:path';
import type { Problem } from '../src/model/problem.ts';
import type { Report } from '../src/model/result.ts';
import { writeReportFiles } from './report-files.ts';
import { renderFor } from './reporters.ts';

/** The report of a run that could not begin. */
export const unreadable = (problems: readonly Problem[], startedAt: number): Report => ({
  version: 1,
  project: '',
  runtime: '',
  startedAt: new Date(startedAt).toISOString(),
  durationMs: Date.now() - startedAt,
  startMs: 0,
  results: [],
  prerequisites: [],
  problems,
});

/** Prints and writes the report of a run that could not begin. */
export async function publishProblems(
  problems: readonly Problem[],
  startedAt: number,
  root: string,
): Promise<void> {
  const report = unreadable(problems, startedAt);
  await writeReportFiles(resolve(root, '.failsafe/reports'), report, false);
  process.stdout.write(renderFor('summary', report, false));
}
