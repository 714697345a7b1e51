import { setTimeout as sleep } from 'node:timers/promises';
import { renderFor } from '../../reporters/reporters.ts';
import { type Style, styleFor } from '../../reporters/style.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { healthChecksOf } from '../engine/extensions/checks-of.ts';
import { compareWithGreen, describedBy } from '../engine/last-green.ts';
import { outcome } from '../engine/outcome.ts';
import { createPlan } from '../engine/plan.ts';
import { rankFailures } from '../engine/rank-failures.ts';
import { selectChecks } from '../engine/select-checks.ts';
import type { Report } from '../model/result.ts';
import { keyOf, type Remedy, remediesOf } from '../remedies/remedy.ts';
import { act } from '../runtimes/compose/act.ts';
import { cancelOnSignal } from './cancel-on-signal.ts';
import { confirm } from './confirm.ts';
import type { FixOptions } from './fix.ts';
import { look } from './look.ts';
import { otherName } from './other-name.ts';
import { refuseIsolated } from './refuse-isolated.ts';

/** A service that was started has this long to become healthy. */
const RECOVERY_MS = 60_000;
/** What has not changed for so long will not, unless something is still starting. */
const STILL_MS = 8000;
const PAUSE_MS = 1000;

/** What is done, and with what. */
interface Work {
  readonly loaded: LoadedConfig;
  readonly options: FixOptions;
  readonly signal: AbortSignal;
  readonly style: Style;
  /** Keys of what was tried: nothing is tried twice. */
  readonly tried: Set<string>;
  see(): Promise<{ report: Report; project: string }>;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);
const found = ({ prerequisites, results }: Report) => rankFailures([...prerequisites, ...results]);
const isRed = (report: Report) => outcome(report).exitCode !== 0;

async function observer(
  loaded: LoadedConfig,
  options: FixOptions,
  signal: AbortSignal,
): Promise<Work['see']> {
  const plan = createPlan(loaded, await healthChecksOf(loaded));
  const ids = selectChecks(plan, options.grep === undefined ? [] : [options.grep]);
  return async () => {
    const startedAt = Date.now();
    const { handle, ...looked } = await look(loaded, plan, ids, signal);
    const { project } = loaded.config;
    const deployment = otherName(loaded, handle);
    const facts = { version: 1, project, runtime: loaded.runtime, deployment, filter: options.grep } as const;
    const times = { startedAt: new Date(startedAt).toISOString(), durationMs: Date.now() - startedAt };
    const report = await compareWithGreen(describedBy(loaded), {
      ...facts,
      ...times,
      ...looked,
      problems: [],
    });
    return { report, project: handle?.project ?? project };
  };
}

function show(remedies: readonly Remedy[], { style }: Work): void {
  say(`\n ${style.bold('What can be done')}`);
  for (const { cause, safety, service, text, command } of remedies) {
    say(` - ${service}: ${text}  ${style.dim(safety === 'safe' ? 'safe' : 'asks first')}`);
    say(`     ${style.dim('because')} ${cause}`);
    say(`     $ ${command}`);
  }
}

async function isWanted(remedy: Remedy, { options, signal }: Work): Promise<boolean> {
  if (remedy.safety === 'safe' || options.yes) return true;
  if (await confirm(` ${remedy.text} (${remedy.action} ${remedy.service})?`, signal)) return true;
  say(` - ${remedy.action} ${remedy.service} was not done: nobody said yes (--yes says it beforehand)`);
  return false;
}

async function apply(remedy: Remedy, project: string, work: Work): Promise<boolean> {
  const { loaded, signal, style, tried } = work;
  tried.add(keyOf(remedy));
  if (!(await isWanted(remedy, work))) return false;
  const refusal = await act(loaded, project, remedy, signal);
  const what = `${remedy.action} ${remedy.service}`;
  say(refusal === undefined ? ` ${style.green('✓')} ${what}` : ` ${style.red('✗')} ${what}: ${refusal}`);
  return refusal === undefined;
}

/** What is red, and why. */
const stateOf = (report: Report): string =>
  found(report)
    .filter(({ status }) => status === 'fail' || status === 'error')
    .map(({ id, code }) => `${id} ${code}`)
    .join();

/** Looks until all is well, nothing changes any more, something else is to be done, or the time is up. */
async function settle({ see, signal, tried }: Work): Promise<Awaited<ReturnType<Work['see']>>> {
  const endsAt = performance.now() + RECOVERY_MS;
  let before = '';
  let changedAt = performance.now();
  for (;;) {
    const seen = await see();
    const now = stateOf(seen.report);
    if (now !== before) [before, changedAt] = [now, performance.now()];
    const still = performance.now() - changedAt > STILL_MS && !now.includes('HEALTH_STARTING');
    const fresh = remediesOf(found(seen.report)).some(remedy => !tried.has(keyOf(remedy)));
    if (!isRed(seen.report) || fresh || still || performance.now() > endsAt || signal.aborted) return seen;
    await sleep(PAUSE_MS);
  }
}

async function mend(work: Work): Promise<Report> {
  let seen = await work.see();
  for (;;) {
    const remedies = remediesOf(found(seen.report)).filter(remedy => !work.tried.has(keyOf(remedy)));
    if (remedies.length === 0 || work.signal.aborted) return seen.report;
    if (work.tried.size === 0) say(renderFor('summary', seen.report, false));
    show(remedies, work);
    if (work.options.dryRun) return seen.report;
    let done = false;
    for (const remedy of remedies) done = (await apply(remedy, seen.project, work)) || done;
    if (!done) return seen.report;
    seen = await settle(work);
  }
}

/** Mends what can be mended, by one act for each root cause and never the same twice; the exit code is that of the last look. */
export async function fixDeployment(options: FixOptions): Promise<number> {
  const loaded = await loadConfig({ file: options.config, runtime: options.runtime });
  refuseIsolated(loaded, 'mended');
  const cancel = cancelOnSignal();
  const { signal } = cancel;
  const see = await observer(loaded, options, signal);
  const work: Work = { loaded, options, signal, style: styleFor(process.stdout), tried: new Set(), see };
  try {
    const report = await mend(work);
    if (work.options.dryRun && isRed(report)) say('\n Nothing was done (--dry-run).\n');
    else say(renderFor('summary', report, false));
    if (work.tried.size === 0 && isRed(report) && !options.dryRun)
      say(' Nothing of this can be mended by an act on a service: follow the fixes above.\n');
    return cancel.exitCode ?? outcome(report).exitCode;
  } catch (error) {
    if (cancel.exitCode === undefined) throw error;
    say(`\n Stopped. Tried so far: ${[...work.tried].join(', ') || 'nothing'}.\n`);
    return cancel.exitCode;
  } finally {
    cancel.release();
  }
}
