import { relative } from 'node:path';
import { styleFor } from '../../reporters/style.ts';
import { findConfigFile } from '../config/find-config-file.ts';
import type { Drift } from '../init/find-drift.ts';
import type { DriftOptions } from './drift.ts';
import { driftOf } from './drift-of.ts';

const TITLES = {
  'service unchecked': 'Services without a check',
  'port unchecked': 'Published ports without a target',
  'route unchecked': 'Routes without a check',
  'service gone': 'Names that the compose file does not have any more',
  'port gone': 'Targets whose port is not published any more',
  'route gone': 'Endpoints that the code has no route for any more',
} as const;

/** What is to be done about it; what has no check may stay so, by a comment. */
function advice(drift: readonly Drift[]): string {
  const show = '   failsafe init --diff shows what init would write for what is new.';
  const one = drift.find(({ kind, state }) => state === 'unchecked' && kind !== 'service');
  return one === undefined
    ? show
    : `${show}\n   What is to stay without a check: a comment of its own line in failsafe.yaml, "# - ${one.what}: WHY".`;
}

function text(file: string, drift: readonly Drift[]): string {
  const style = styleFor(process.stdout);
  if (drift.length === 0) return `\n ${style.green('✓')} ${file} and the project fit\n\n`;
  const groups = Map.groupBy(drift, ({ kind, state }) => `${kind} ${state}` as keyof typeof TITLES);
  const blocks = [...groups].map(([key, members]) =>
    [
      ` ${style.red('✗')} ${TITLES[key]}`,
      ...members.map(
        ({ what, where }) => `     ${what}${where === undefined ? '' : style.dim(`  ${where}`)}`,
      ),
    ].join('\n'),
  );
  return `\n${blocks.join('\n\n')}\n\n${advice(drift)}\n\n`;
}

/** Prints what the project and its failsafe.yaml do not have in common; 1 when there is something. */
export async function showDrift(options: DriftOptions): Promise<number> {
  const file = await findConfigFile(options.config);
  const drift = await driftOf(file);
  const output = options.json
    ? `${JSON.stringify({ file, drift }, null, 2)}\n`
    : text(relative(process.cwd(), file) || file, drift);
  process.stdout.write(output);
  return drift.length === 0 ? 0 : 1;
}
