import { matchesGlob, resolve } from 'node:path';
import { didYouMean } from '../config/did-you-mean.ts';
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

function named(faults: readonly Fault[], names: readonly string[]): readonly Fault[] {
  if (names.length === 0) return faults;
  const matching = (name: string) => faults.filter(({ id }) => matchesGlob(id, name));
  const unknown = names.filter(name => matching(name).length === 0);
  if (unknown.length === 0) return faults.filter(({ id }) => names.some(name => matchesGlob(id, name)));
  const ids = faults.map(({ id }) => id);
  throw new ProblemError(
    unknown.map(name => ({
      code: 'FAULT_UNKNOWN',
      message: `there is no fault ${name}`,
      fix: didYouMean(name, ids, 'No fault is declared.'),
    })),
  );
}

/**
 * The faults of the folder that failsafe.yaml names, else the generic ones, that can be made in the runtime, whose first
 * check is among these ids, and that have one of the names, in which * stands for any text.
 *
 * @throws ProblemError FAULTS_NOT_LOADED, FAULT_OF_UNKNOWN_CHECK, FAULT_UNKNOWN, NOTHING_SELECTED
 */
export async function selectFaults(
  loaded: LoadedConfig,
  plan: Plan,
  ids: readonly string[],
  names: readonly string[] = [],
): Promise<Fault[]> {
  const folder = loaded.config.prove?.faults;
  const all =
    folder === undefined
      ? genericFaults(loaded).filter(({ red }) => plan.byId.has(red[0].id))
      : await loadFaults(resolve(loaded.root, folder));
  refuseUnknown(all, plan);
  const possible = named(all, names).filter(
    ({ runtimes, red }) => runtimes.includes(loaded.runtime) && ids.includes(red[0].id),
  );
  if (possible.length > 0) return possible;
  const message = `no fault can be made in the runtime ${loaded.runtime} for what was asked`;
  const fix = 'Correct the tag expression, the name of the fault or the runtime.';
  throw new ProblemError([{ code: 'NOTHING_SELECTED', message, fix }]);
}
