import type { Flaw } from '../flaw.ts';
import { addresses } from './addresses.ts';
import { cleanup } from './cleanup.ts';
import { customTargets, extensionFiles } from './custom.ts';
import { echoes } from './echoes.ts';
import { events } from './events.ts';
import type { Facts, FileFacts, Rule } from './facts.ts';
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

/** What they say follows from the text: it is remembered with it that nothing is wrong. */
const OF_THE_FILE: readonly Rule<FileFacts>[] = [
  processReferences,
  processCycles,
  addresses,
  targetReferences,
  targetsGiven,
  duplicateNames,
  jsonPaths,
  variables,
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
];

const OF_ITS_SURROUNDINGS: readonly Rule[] = [
  runtimeDescribed,
  sameServices,
  processPorts,
  serviceReferences,
  volumeReferences,
  needsReferences,
  jsonSchemas,
  files,
  extensionFiles,
  monitor,
];

async function flawsOf<F extends FileFacts>(rules: readonly Rule<F>[], facts: F): Promise<readonly Flaw[]> {
  return (await Promise.all(rules.map(rule => rule(facts)))).flat();
}

/** All that is wrong with a file beyond its form, whatever lies around it. */
export const checkFile = (facts: FileFacts) => flawsOf(OF_THE_FILE, facts);

/** All that is wrong with a file where it is: with the stack that is described, other files, the runtime in force. */
export const checkSurroundings = (facts: Facts) => flawsOf(OF_ITS_SURROUNDINGS, facts);
