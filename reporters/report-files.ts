import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../src/config/replace-file.ts';
import type { Places } from '../src/engine/declared-at.ts';
import { ProblemError } from '../src/model/problem.ts';
import type { Report } from '../src/model/result.ts';
import { renderCodeQuality } from './code-quality.ts';
import { htmlPieces } from './html/html.ts';
import { jsonPieces } from './json.ts';
import { renderJunit } from './junit.ts';
import { HISTORY_FILE, readHistory, renderHistory, toPastRun } from './run-history.ts';

const FILES = ['report.json', 'junit.xml', 'report.html', 'report.sarif', 'code-quality.json'] as const;

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

/** The reports for readers of files. */
async function inFiles(report: Report, places: Places) {
  const { renderSarifCheck } = await import('./sarif-check.ts');
  return {
    'report.sarif': () => renderSarifCheck(report, places),
    'code-quality.json': () => renderCodeQuality(report, places),
  };
}

type Render = () => string | Iterable<string>;

async function contents(
  folder: string,
  report: Report,
  strict: boolean,
  places: Places | undefined,
): Promise<Record<string, Render>> {
  const earlier = await readHistory(folder);
  const files: Partial<Record<(typeof FILES)[number], Render>> = {
    'report.json': () => jsonPieces(report, strict),
    'junit.xml': () => renderJunit(report),
    'report.html': () => htmlPieces(report, strict, earlier),
    ...(places && (await inFiles(report, places))),
  };
  return { ...files, [HISTORY_FILE]: () => renderHistory([...earlier, toPastRun(report, strict)]) };
}

/**
 * Writes the reports and what is kept of earlier runs into a folder; each file appears whole or not at all.
 *
 * @param places where failsafe.yaml declares what is reported; without them there is no report.sarif and no code-quality.json
 */
export async function writeReportFiles(
  folder: string,
  report: Report,
  strict: boolean,
  places?: Places,
): Promise<void> {
  await writing(folder, async () => {
    await mkdir(folder, { recursive: true });
    // One after another: of many checks each of them is many megabytes.
    for (const [name, render] of Object.entries(await contents(folder, report, strict, places)))
      await replaceFile(join(folder, name), render());
  });
}
