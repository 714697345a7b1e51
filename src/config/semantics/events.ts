import type { Flaw } from '../flaw.ts';
import type { FileFacts } from './facts.ts';

/** Events come over a connection that an earlier step of the flow has opened. */
export function events({ config }: FileFacts): Flaw[] {
  return (config.system?.flows ?? []).flatMap(({ steps }, index): Flaw[] => {
    const first = steps.findIndex(step => 'event' in step);
    const open = steps.findIndex(step => 'connect' in step);
    if (first === -1 || (open !== -1 && open < first)) return [];
    return [
      {
        code: 'CONFIG_INVALID_VALUE',
        path: ['system', 'flows', index, 'steps', first],
        message: 'this step waits for an event, and no step before it has connected',
        fix: 'Put a step with "connect" before it.',
        lacks: steps.slice(0, first).map((_, step) => ['system', 'flows', index, 'steps', step]),
      },
    ];
  });
}
