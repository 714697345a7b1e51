import { relative, resolve } from 'node:path';
import {
  BASELINE_FILE,
  emptyBaseline,
  needBaseline,
  readBaseline,
  writeBaseline,
} from '../engine/baseline/baseline.ts';
import { baselineOf, judgedRules, passOverKnown } from '../engine/baseline/pass-over-known.ts';
import { rules } from '../engine/rules.generated.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import type { CheckResult } from '../model/result.ts';
import type { CommitConfig } from './commit-config.ts';
import type { PrecommitOptions } from './precommit.ts';

interface Asked {
  readonly root: string;
  readonly options: Pick<PrecommitOptions, 'baseline' | 'writeBaseline'>;
  readonly config: CommitConfig;
}

/**
 * Results without what the baseline knows; with `--write-baseline` everything found is written into it
 * first.
 *
 * @throws ProblemError BASELINE_MISSING, BASELINE_INVALID
 */
export async function knownApart(
  results: readonly CheckResult[],
  project: SourceObservation,
  { root, options, config }: Asked,
): Promise<readonly CheckResult[]> {
  const { baseline: own, writeBaseline: isWritten } = options;
  const configured = config.precommit.baseline;
  const file = own !== undefined ? resolve(own) : resolve(root, configured ?? BASELINE_FILE);
  const now = new Date();
  if (isWritten) {
    const before = (await readBaseline(file)) ?? emptyBaseline();
    const baseline = baselineOf(results, project, before, { now, judged: judgedRules(results, rules) });
    await writeBaseline(file, baseline);
    process.stderr.write(
      ` ${baseline.entries.length} findings are known in ${relative(process.cwd(), file)}\n`,
    );
    return passOverKnown(results, project, baseline, now);
  }
  const baseline = await needBaseline(file, 'failsafe precommit --all --write-baseline');
  return passOverKnown(results, project, baseline, now);
}
