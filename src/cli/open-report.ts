import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findConfigFile } from '../config/find-config-file.ts';
import { ProblemError } from '../model/problem.ts';
import type { ReportOptions } from './report.ts';

/**
 * Prints where the page of the last run is; on a terminal it is opened as well.
 *
 * @throws ProblemError REPORT_MISSING
 */
export async function openReport({ config, output, open }: ReportOptions): Promise<number> {
  const folder = output ?? join(dirname(await findConfigFile(config)), '.failsafe/reports');
  const page = resolve(folder, 'report.html');
  if (!existsSync(page)) {
    throw new ProblemError([
      {
        code: 'REPORT_MISSING',
        message: `there is no report in ${folder}`,
        fix: 'Run `failsafe check` first; with `-o FOLDER` name the same folder here.',
      },
    ]);
  }
  process.stdout.write(`${page}\n`);
  if (open && process.stdout.isTTY) {
    const { default: openInBrowser } = await import('open');
    const child = await openInBrowser(page);
    child.once('error', () => undefined);
  }
  return 0;
}
