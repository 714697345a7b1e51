import { resolve } from 'node:path';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Plan } from '../engine/planned-check.ts';
import { ProblemError } from '../model/problem.ts';
import type { Fault } from './fault.ts';
import { genericFaults } from './generic-faults.ts';
import { loadFaults } from './load-faults.ts';

function refuseUnknown(faults: readonly Fault[], plan: Plan): void {
  const unknown = faults.flatMap(({ id, red }) =>
    red
      .filter(one => !plan.byId.has(one.id))
      .map(one => `the fault ${id} is to turn ${one.id} red, which is no check`),
  );
  if (unknown.length === 0) return;
  const fix = 'Correct the id in the fault; `failsafe config check --json` lists all checks.';
  throw new ProblemError(unknown.map(message => ({ code: 'FAULT_OF_UNKNOWN_CHECK', message, fix })));
}

/**
 * The faults of the folder that failsafe.yaml names, else the generic ones, that can be made in the runtime and whose
 * first check is among these ids.
 *
 * @throws ProblemError FAULTS_NOT_LOADED, FAULT_OF_UNKNOWN_CHECK, NOTHING_SELECTED
 */
export async function selectFaults(
  loaded: LoadedConfig,
  plan: Plan,
  ids: readonly string[],
): Promise<Fault[]> {
  const folder = loaded.config.prove?.faults;
  const all = folder === undefined ? genericFaults(loaded) : await loadFaults(resolve(loaded.root, folder));
  refuseUnknown(all, plan);
  const possible = all.filter(
    ({ runtimes, red }) => runtimes.includes(loaded.runtime) && ids.includes(red[0].id),
  );
  if (possible.length > 0) return possible;
  const message = `no fault can be made in the runtime ${loaded.runtime} for what was asked`;
  const fix = 'Correct the tag expression or the runtime.';
  throw new ProblemError([{ code: 'NOTHING_SELECTED', message, fix }]);
}
