import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../src/model/problem.ts';
import type { Report } from '../src/model/result.ts';
import { renderHtml } from './html/html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { HISTORY_FILE, readHistory, renderHistory, toPastRun } from './run-history.ts';

const FILES = ['report.json', 'junit.xml', 'report.html'] as const;

/**
 * Runs what writes into a folder that a user has named.
 *
 * @throws ProblemError OUTPUT_NOT_WRITABLE
 */
export async function writing(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new ProblemError([
      {
        code: 'OUTPUT_NOT_WRITABLE',
        message: `no report can be written into ${folder}`,
        causes: [error.message],
        fix: 'Name another folder, or make this one writable.',
      },
    ]);
  }
}

/** Removes the reports of an earlier run, so that a run that dies leaves none that looks like its own. */
export async function clearReportFiles(folder: string): Promise<void> {
  await writing(folder, async () => {
    await Promise.all(FILES.map(name => rm(join(folder, name), { force: true })));
  });
}

async function contents(folder: string, report: Report, strict: boolean): Promise<Record<string, string>> {
  const earlier = await readHistory(folder);
  const files: Record<(typeof FILES)[number], string> = {
    'report.json': renderJson(report),
    'junit.xml': renderJunit(report),
    'report.html': renderHtml(report, strict, earlier),
  };
  return { ...files, [HISTORY_FILE]: renderHistory([...earlier, toPastRun(report, strict)]) };
}

/** Writes the reports and what is kept of earlier runs into a folder; each file appears whole or not at all. */
export async function writeReportFiles(folder: string, report: Report, strict: boolean): Promise<void> {
  await writing(folder, async () => {
    await mkdir(folder, { recursive: true });
    await Promise.all(
      Object.entries(await contents(folder, report, strict)).map(async ([name, text]) => {
        const file = join(folder, name);
        await writeFile(`${file}.${process.pid}.partial`, text);
        await rename(`${file}.${process.pid}.partial`, file);
      }),
    );
  });
}
