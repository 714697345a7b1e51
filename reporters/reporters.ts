import type { Report } from '../src/model/result.ts';
import { foldLines } from './fold-lines.ts';
import { renderHtml } from './html/html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { type Style, styleFor } from './style.ts';
import { renderSummary } from './summary.ts';

/** What a reporter may be told. */
export interface RenderOptions {
  readonly style: Style;
  /** Warnings count as failures. */
  readonly strict: boolean;
}

/** Every reporter by the name it has on the command line: a function of results that gives text. */
export const reporters = {
  summary: (report: Report, { style, strict }: RenderOptions) => renderSummary(report, style, strict),
  json: (report: Report, { strict }: RenderOptions) => renderJson(report, strict),
  junit: (report: Report) => renderJunit(report),
  html: (report: Report, { strict }: RenderOptions) => renderHtml(report, strict),
} as const;

/** The name of a reporter. */
export type ReporterName = keyof typeof reporters;

/** Renders for standard output. */
export function renderFor(name: ReporterName, report: Report, strict: boolean): string {
  const text = reporters[name](report, { style: styleFor(process.stdout), strict });
  return name === 'summary' ? foldLines(text, process.stdout.columns) : text;
}
