import type { Flaw } from '../flaw.ts';
import { addresses } from './addresses.ts';
import { cleanup } from './cleanup.ts';
import { customTargets, extensionFiles } from './custom.ts';
import { echoes } from './echoes.ts';
import { events } from './events.ts';
import type { Facts, Rule } from './facts.ts';
import { files } from './files.ts';
import { inexactNumbers } from './inexact-numbers.ts';
import { jsonPaths } from './json-paths.ts';
import { limits } from './limits.ts';
import { literals } from './literals.ts';
import { matchers } from './matchers.ts';
import { monitor } from './monitor.ts';
import { duplicateNames, needsReferences } from './needs.ts';
import { processCycles, processPorts, processReferences } from './processes.ts';
import { refusals } from './refusals.ts';
import { jsonSchemas } from './schemas.ts';
import { serviceReferences } from './services.ts';
import { signIn } from './sign-in.ts';
import { runtimeDescribed, sameServices } from './stack.ts';
import { targetReferences, targetsGiven } from './targets.ts';
import { vacuousBounds } from './vacuous-bounds.ts';
import { vacuousMatchers } from './vacuous-matchers.ts';
import { variables } from './variables.ts';
import { volumeReferences } from './volumes.ts';

const RULES: readonly Rule[] = [
  runtimeDescribed,
  sameServices,
  processReferences,
  processCycles,
  processPorts,
  addresses,
  targetReferences,
  targetsGiven,
  serviceReferences,
  volumeReferences,
  needsReferences,
  duplicateNames,
  jsonPaths,
  jsonSchemas,
  variables,
  files,
  limits,
  matchers,
  refusals,
  echoes,
  events,
  cleanup,
  signIn,
  inexactNumbers,
  vacuousMatchers,
  vacuousBounds,
  literals,
  customTargets,
  extensionFiles,
  monitor,
];

/** All that is wrong with a file beyond its form. */
export async function checkSemantics(facts: Facts): Promise<readonly Flaw[]> {
  return (await Promise.all(RULES.map(rule => rule(facts)))).flat();
}
