import { renderFor } from '../../reporters/reporters.ts';
import { createRedactor } from '../config/redact.ts';
import { outcome } from '../engine/outcome.ts';
import type { Report } from '../model/result.ts';
import { attempt } from './attempt.ts';
import type { DoctorOptions } from './doctor.ts';
import { loadIncomplete } from './load-incomplete.ts';
import { lookAtHost } from './look-at-host.ts';

/** Looks at the machine, prints a report, and gives the exit code. */
export async function examineHost(options: DoctorOptions): Promise<number> {
  const startedAt = Date.now();
  const { loaded, problems: incomplete } = await loadIncomplete(options.config, options.runtime);
  const nothing: Pick<Report, 'results' | 'prerequisites'> = { results: [], prerequisites: [] };
  const { value, problems, exitCode } = await attempt(
    nothing,
    signal => lookAtHost(loaded, signal),
    incomplete,
  );
  const report: Report = {
    version: 1,
    project: loaded.config.project,
    runtime: loaded.runtime,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Date.now() - startedAt,
    startMs: 0,
    filter: 'host',
    ...value,
    problems,
  };
  const redact = createRedactor(loaded.secrets);
  const strict = options.strict === true;
  process.stdout.write(renderFor(options.json ? 'json' : options.reporter, redact.deep(report), strict));
  return exitCode ?? outcome(report, strict).exitCode;
}
