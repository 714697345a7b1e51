import { renderFor } from '../../reporters/reporters.ts';
import { createRedactor } from '../config/redact.ts';
import { outcome } from '../engine/outcome.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/result.ts';
import { cancelOnSignal } from './cancel-on-signal.ts';
import type { DoctorOptions } from './doctor.ts';
import { loadIncomplete } from './load-incomplete.ts';
import { lookAtHost } from './look-at-host.ts';
import { problemsOf } from './problems-of.ts';

/** Looks at the machine, prints a report, and gives the exit code. */
export async function examineHost(options: DoctorOptions): Promise<number> {
  const startedAt = Date.now();
  const { loaded, problems: incomplete } = await loadIncomplete(options.config, options.runtime);
  const cancel = cancelOnSignal();
  const problems: Problem[] = [...incomplete];
  let looked: Pick<Report, 'results' | 'prerequisites'> = { results: [], prerequisites: [] };
  try {
    looked = await lookAtHost(loaded, cancel.signal);
  } catch (error) {
    problems.push(...problemsOf(error, cancel.signal));
  } finally {
    cancel.release();
  }
  if (cancel.problem !== undefined) problems.unshift(cancel.problem);
  const report: Report = {
    version: 1,
    project: loaded.config.project,
    runtime: loaded.runtime,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Date.now() - startedAt,
    startMs: 0,
    filter: 'host',
    ...looked,
    problems,
  };
  const redact = createRedactor(loaded.secrets);
  const strict = options.strict === true;
  process.stdout.write(renderFor(options.json ? 'json' : options.reporter, redact.deep(report), strict));
  return cancel.exitCode ?? outcome(report, strict).exitCode;
}
