import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../src/model/result.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';

const FILES = { 'report.json': renderJson, 'junit.xml': renderJunit };

/** Removes the reports of an earlier run, so that a run that dies leaves none that looks like its own. */
export async function clearReportFiles(folder: string): Promise<void> {
  await Promise.all(Object.keys(FILES).map(name => rm(join(folder, name), { force: true })));
}

/** Writes report.json and junit.xml into a folder; each appears whole or not at all. */
export async function writeReportFiles(folder: string, report: Report): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(
    Object.entries(FILES).map(async ([name, render]) => {
      const file = join(folder, name);
      await writeFile(`${file}.${process.pid}.partial`, render(report));
      await rename(`${file}.${process.pid}.partial`, file);
    }),
  );
}
