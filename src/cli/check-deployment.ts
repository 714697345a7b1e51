import { publishOnGithub } from '../../reporters/publish-on-github.ts';
import { unreadable } from '../../reporters/publish-problems.ts';
import { clearReportFiles, writeReportFiles } from '../../reporters/report-files.ts';
import { renderFor } from '../../reporters/reporters.ts';
import { chooseGate } from '../config/choose-gate.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { ownFolder } from '../config/own-folder.ts';
import { createRedactor, type Redactor } from '../config/redact.ts';
import type { OpenBaseline } from '../engine/baseline/open-baseline.ts';
import { placesOf } from '../engine/declared-at.ts';
import { checksOf } from '../engine/extensions/checks-of.ts';
import { compareWithGreen, describedBy } from '../engine/last-green.ts';
import { outcome } from '../engine/outcome.ts';
import { createPlan } from '../engine/plan.ts';
import { selectChecks } from '../engine/select-checks.ts';
import { ProblemError } from '../model/problem.ts';
import type { Report } from '../model/result.ts';
import { attempt } from './attempt.ts';
import type { CheckOptions } from './check.ts';
import { type Looked, look } from './look.ts';
import { otherName } from './other-name.ts';

/** What came of a look, and what its baseline has to say. */
type Seen = Looked & Pick<OpenBaseline, 'tell'>;

/** Does what nobody asked for: a folder that cannot be written is no fault of the deployment. */
async function unasked(work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!(error instanceof ProblemError)) throw error;
  });
}

/** Where the last report of a project is, made and without those of an earlier run; undefined where nobody may write. */
async function ownReports(root: string): Promise<string | undefined> {
  const folder = await ownFolder(root, 'reports').catch(() => undefined);
  if (folder !== undefined) await unasked(() => clearReportFiles(folder));
  return folder;
}

/** Prints a report, and writes it into the folder that was named, else into the project's own. */
async function publish(
  report: Report,
  options: CheckOptions,
  own?: { readonly folder: string | undefined; readonly loaded: LoadedConfig; readonly strict: boolean },
): Promise<void> {
  const strict = own?.strict === true;
  const { reporter, output } = options;
  if (options.json) process.stdout.write(renderFor('json', report, strict));
  else if (reporter === 'github') await publishOnGithub(report, strict, placesOf(own?.loaded));
  else if (reporter === 'sarif') {
    const { renderSarifCheck } = await import('../../reporters/sarif-check.ts');
    process.stdout.write(renderSarifCheck(report, placesOf(own?.loaded)));
  } else process.stdout.write(renderFor(reporter, report, strict));
  const folder = own?.folder;
  const places = placesOf(own?.loaded);
  if (output !== undefined) await writeReportFiles(output, report, strict, places);
  else if (folder !== undefined)
    await unasked(() => writeReportFiles(folder, report, strict, process.env.CI ? places : undefined));
}

/** Results left the run redacted; of thousands each would be gone through once more. */
const redactRest = (report: Report, redact: Redactor): Report => ({
  ...redact.deep({ ...report, results: [], prerequisites: [] }),
  results: report.results,
  prerequisites: report.prerequisites,
});

/** Loads failsafe.yaml. What keeps it from that is for machines to read as well. */
async function load(options: CheckOptions, startedAt: number): Promise<LoadedConfig> {
  try {
    return await loadConfig({ file: options.config, runtime: options.runtime });
  } catch (error) {
    if (error instanceof ProblemError) {
      const report = unreadable(error.problems, startedAt);
      // What is told to a person on stderr is not told to them twice
      if (options.json || options.reporter !== 'summary') await publish(report, options);
      else if (options.output !== undefined) await writeReportFiles(options.output, report, false);
    }
    throw error;
  }
}

/** Checks a deployment, prints the report, and gives the exit code. */
export async function checkDeployment(options: CheckOptions): Promise<number> {
  const startedAt = Date.now();
  if (options.output !== undefined) await clearReportFiles(options.output);
  const loaded = await load(options, startedAt);
  const { strict, baseline } = chooseGate(loaded, options);
  const folder = options.output === undefined ? await ownReports(loaded.root) : undefined;
  const redact = createRedactor(loaded.secrets);
  const nothing: Seen = { results: [], prerequisites: [], startMs: 0, tell: report => report };
  const { value, problems, exitCode } = await attempt(nothing, async signal => {
    const plan = createPlan(loaded, await checksOf(loaded));
    const asks = baseline !== undefined || options.writeBaseline !== undefined;
    const gate = asks ? await import('./pass-over-known.ts') : undefined;
    // A file that is not there is said before the stack is started
    const opened = options.writeBaseline
      ? undefined
      : await gate?.openBaseline({ loaded, plan, file: baseline ?? '' });
    const ids = selectChecks(plan, options.grep === undefined ? [] : [options.grep]);
    const looked = await look(loaded, plan, ids, signal);
    const known = await gate?.passOverKnown(looked, options, { loaded, plan, file: baseline, opened });
    return { ...nothing, ...looked, ...(known && { ...redact.deep(known), tell: known.tell }) };
  });
  const { handle, tell, ...looked } = value;
  const deployment = otherName(loaded, handle);
  const report = tell({
    version: 1,
    project: loaded.config.project,
    runtime: loaded.runtime,
    ...(deployment !== undefined && { deployment }),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Date.now() - startedAt,
    filter: options.grep,
    ...looked,
    problems,
  });
  const compared = await compareWithGreen(describedBy(loaded), report);
  await publish(redactRest(compared, redact), options, { folder, loaded, strict });
  return exitCode ?? outcome(report, strict).exitCode;
}
