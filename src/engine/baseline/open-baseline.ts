import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { CheckResult, Report } from '../../model/result.ts';
import type { Plan } from '../planned-check.ts';
import { checks } from '../registry.generated.ts';
import type { Selected } from '../results-of.ts';
import {
  type Baseline,
  emptyBaseline,
  isCurrent,
  needBaseline,
  readBaseline,
  writeBaseline,
} from './baseline.ts';
import { hiddenBehindKnown } from './hidden-behind-known.ts';
import { knownChecks, newsOfChecks, passOverCheck } from './known-checks.ts';
import { baselineOf, judgedRules, passOverKnown, type SpottedFiles } from './pass-over-known.ts';

/** Where a baseline is asked, and about what. */
interface Asked {
  readonly loaded: LoadedConfig;
  readonly plan: Plan;
  /** Absolute path of the file. */
  readonly file: string;
  readonly now?: Date;
}

/** The baseline of a deployment, read. */
export interface OpenBaseline {
  /** A result as the baseline knows it; `root` is the failure that blocks it. */
  passOver(result: CheckResult, root?: CheckResult): Promise<CheckResult>;
  /** Adds to a report what is to be done about the baseline. */
  tell(report: Report): Report;
}

/** The text of the files in which something was found. */
async function spottedFiles(
  { config, root }: LoadedConfig,
  results: readonly CheckResult[],
): Promise<SpottedFiles> {
  const folder = config.source?.folder ?? '';
  const paths = new Set(results.flatMap(({ spots = [] }) => spots.map(({ file }) => file)));
  const read = (path: string) => readFile(join(root, folder, path), 'utf8').catch(() => undefined);
  const files = await Promise.all([...paths].map(async path => ({ path, text: await read(path) })));
  return { files, folder };
}

const ruleOf = (result: CheckResult): string | undefined =>
  checks.find(({ id }) => id === result.check)?.rule?.id;

/** Rules of which lines are known that nobody finds any more. */
function healedLines({ entries }: Baseline, results: readonly CheckResult[], now: Date): string[] {
  return results.flatMap(result => {
    const rule = ruleOf(result);
    const judged = ['pass', 'fail', 'warn', 'known'].includes(result.status);
    const current = entries.filter(entry => entry.rule === rule && isCurrent(entry, now)).length;
    const gone = current - (result.known?.spots ?? 0);
    return judged && gone > 0 ? [`${rule}: ${gone} of ${current} places`] : [];
  });
}

/**
 * Reads the baseline of a deployment.
 *
 * @throws ProblemError BASELINE_MISSING, BASELINE_INVALID
 */
export async function openBaseline({ loaded, plan, file, now = new Date() }: Asked): Promise<OpenBaseline> {
  const baseline = await needBaseline(file, 'failsafe check --write-baseline');
  const declared = new Set(plan.byId.keys());
  return {
    async passOver(result, root) {
      if (result.spots === undefined) return passOverCheck(result, root, baseline, now);
      const [known = result] = passOverKnown([result], await spottedFiles(loaded, [result]), baseline, now);
      return known;
    },
    tell(report) {
      const { healed, ...news } = newsOfChecks(report.results, declared, baseline, now);
      const told = {
        ...news,
        file: relative(process.cwd(), file),
        healed: [...healed, ...healedLines(baseline, report.results, now)],
      };
      return { ...report, baseline: told, problems: [...report.problems, ...hiddenBehindKnown(report)] };
    },
  };
}

/** Results of a selection without what a baseline knows. */
export async function withoutKnown(
  { results, prerequisites }: Selected,
  baseline: OpenBaseline,
): Promise<Selected> {
  const all = new Map([...results, ...prerequisites].map(result => [result.id, result]));
  const passOver = (result: CheckResult) => baseline.passOver(result, all.get(result.rootBlocker ?? ''));
  return {
    results: await Promise.all(results.map(passOver)),
    prerequisites: await Promise.all(prerequisites.map(passOver)),
  };
}

/**
 * Writes everything that is found into a baseline. What was not looked at stays in it.
 *
 * @param reason why it is passed over; default: what was seen
 * @returns how many failures and places are known now
 */
export async function writeKnown(
  { results, prerequisites }: Selected,
  { loaded, plan, file, now = new Date() }: Asked,
  reason?: string,
): Promise<number> {
  const before = (await readBaseline(file)) ?? emptyBaseline();
  const all = [...prerequisites, ...results];
  const judged = judgedRules(all, checks);
  const spotted = all.filter(({ spots }) => spots !== undefined);
  const { entries } = baselineOf(spotted, await spottedFiles(loaded, spotted), before, {
    now,
    judged,
  });
  const known = knownChecks(all, new Set(plan.byId.keys()), before, { now, reason });
  await writeBaseline(file, { ...before, entries, checks: known });
  return entries.length + known.length;
}
