import type { CheckResult } from '../model/result.ts';
import type { ServiceAction } from '../model/verdict.ts';

/** `safe`: nothing is lost by it, and done twice it does nothing more. `confirm`: whoever is served notices it. */
export type Safety = 'safe' | 'confirm';

/** The acts that change something. */
const SAFETY: Partial<Record<ServiceAction, Safety>> = {
  start: 'safe',
  resume: 'safe',
  restart: 'confirm',
  // It brings up what the service depends on as well, and in the number that the compose file says.
  create: 'confirm',
  recreate: 'confirm',
};

/** An act on a service that may mend a failure. */
export interface Remedy {
  /** The result that it is to turn green, as `<id> <code>`. */
  readonly cause: string;
  readonly action: ServiceAction;
  readonly service: string;
  readonly safety: Safety;
  /** What it does, as a sentence. */
  readonly text: string;
  /** The command that does it. */
  readonly command: string;
}

/** Two remedies that do the same are one. */
export const keyOf = ({ action, service }: Pick<Remedy, 'action' | 'service'>): string =>
  `${action} ${service}`;

function remedyOf({ id, code, fixes }: CheckResult): Remedy | undefined {
  for (const { text, command = '', act } of fixes) {
    const safety = act && SAFETY[act.action];
    if (act !== undefined && safety !== undefined)
      return { cause: `${id} ${code}`, ...act, safety, text, command };
  }
  return undefined;
}

/** What can be done about the root causes among results, in their order; at most one act each. */
export function remediesOf(results: readonly CheckResult[]): Remedy[] {
  const found = results
    .filter(({ status }) => status === 'fail')
    .map(remedyOf)
    .filter(remedy => remedy !== undefined);
  return [...new Map(found.toReversed().map(remedy => [keyOf(remedy), remedy])).values()].reverse();
}
