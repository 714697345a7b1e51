import type { ProofReport } from '../src/prove/proof.ts';

/** The proofs of all runs in one runtime. */
export interface JoinedProof extends ProofReport {
  /** Ids of the faults that a later run made again, on a stack of its own. */
  readonly again: readonly string[];
}

/** The checks that belong to the faults that are proven. */
export const provenChecks = (proofs: ProofReport['proofs']): ReadonlySet<string> =>
  new Set(
    proofs.filter(({ status }) => status === 'proven').map(({ expected }) => expected.id.split(':')[0] ?? ''),
  );

function join(earlier: JoinedProof, later: ProofReport): JoinedProof {
  const again = later.proofs.map(({ fault }) => fault);
  const others = earlier.proofs.filter(({ fault }) => !again.includes(fault));
  const proofs = [...others, ...later.proofs];
  const proven = provenChecks(proofs);
  // A run of some faults only says nothing of the checks of the others.
  const unproven = [...new Set([...earlier.unproven, ...later.unproven])];
  return {
    ...earlier,
    proofs,
    // The plan has grown since, where checks came with the faults that the later run made
    checks: later.planned ?? earlier.checks,
    unproven: unproven.filter(check => !proven.has(check)),
    again: [...new Set([...earlier.again, ...again])],
  };
}

/** Joins the runs of one application in one runtime: what a later one saw of a fault stands in the place of what an earlier one saw. */
export function joinProofs(reports: readonly ProofReport[]): JoinedProof[] {
  const groups = Map.groupBy(reports, ({ project, runtime }) => `${project} ${runtime}`);
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [rest.reduce(join, { ...first, again: [] })],
  );
}
