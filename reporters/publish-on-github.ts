import { appendFile } from 'node:fs/promises';
import type { Places } from '../src/engine/declared-at.ts';
import type { Report } from '../src/model/result.ts';
import { renderGithubCheck } from './github-check.ts';
import { renderMarkdown } from './markdown.ts';
import { renderFor } from './reporters.ts';

/** Prints the summary and annotations, and adds to the summary of the job where GitHub Actions names its file. */
export async function publishOnGithub(report: Report, strict: boolean, places: Places): Promise<void> {
  process.stdout.write(renderFor('summary', report, strict));
  process.stdout.write(renderGithubCheck(report, places));
  const { GITHUB_STEP_SUMMARY: file } = process.env;
  if (file) await appendFile(file, renderMarkdown(report, strict));
}
