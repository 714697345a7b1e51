import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../src/model/problem.ts';
import type { Report } from '../src/model/result.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';

const FILES = { 'report.json': renderJson, 'junit.xml': renderJunit };

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
    await Promise.all(Object.keys(FILES).map(name => rm(join(folder, name), { force: true })));
  });
}

/** Writes report.json and junit.xml into a folder; each appears whole or not at all. */
export async function writeReportFiles(folder: string, report: Report): Promise<void> {
  await writing(folder, async () => {
    await mkdir(folder, { recursive: true });
    await Promise.all(
      Object.entries(FILES).map(async ([name, render]) => {
        const file = join(folder, name);
        await writeFile(`${file}.${process.pid}.partial`, render(report));
        await rename(`${file}.${process.pid}.partial`, file);
      }),
    );
  });
}
