import type { Host } from '../../model/host.ts';
import { ProbeError } from '../../model/probe-error.ts';
import type { Stack } from '../../model/stack.ts';

/**
 * The machine that is looked at.
 * @throws ProbeError NO_HOST (observer) where it is not
 */
export function hostOf({ host }: Stack): Host {
  if (host !== undefined) return host;
  throw new ProbeError('observer', 'NO_HOST', 'this run does not look at the machine');
}
