import { join, relative } from 'node:path';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { BASELINE_FILE } from '../engine/baseline/baseline.ts';
import {
  type OpenBaseline,
  openBaseline,
  withoutKnown,
  writeKnown,
} from '../engine/baseline/open-baseline.ts';
import type { Plan } from '../engine/planned-check.ts';
import type { Selected } from '../engine/results-of.ts';
import type { CheckOptions } from './check.ts';

export { openBaseline };

interface Asked {
  readonly loaded: LoadedConfig;
  readonly plan: Plan;
  /** Absolute path of the file; undefined: the one beside failsafe.yaml. */
  readonly file: string | undefined;
  /** Where it was read already. */
  readonly opened?: OpenBaseline;
}

/** Results without what the baseline knows; with `--write-baseline` what is found is written into it first. */
export async function passOverKnown(
  selected: Selected,
  { writeBaseline }: Pick<CheckOptions, 'writeBaseline'>,
  { loaded, plan, file = join(loaded.root, BASELINE_FILE), opened }: Asked,
): Promise<Selected & Pick<OpenBaseline, 'tell'>> {
  if (writeBaseline) {
    const reason = writeBaseline === true ? undefined : writeBaseline;
    const count = await writeKnown(selected, { loaded, plan, file }, reason);
    process.stderr.write(` ${count} findings are known in ${relative(process.cwd(), file)}\n`);
  }
  const baseline = opened ?? (await openBaseline({ loaded, plan, file }));
  return { ...(await withoutKnown(selected, baseline)), tell: baseline.tell };
}
