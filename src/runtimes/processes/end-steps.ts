import type { EndStep } from './end-process.ts';
import type { ReadyProbe } from './run-plan.ts';

const COMMAND: readonly EndStep[] = [{ signal: 'SIGTERM', to: 'all', waitMs: 2000 }];

/** Fast shutdown, then immediate: PostgreSQL's own names for "break the sessions off" and "do not tidy up". */
const POSTGRES: readonly EndStep[] = [
  { signal: 'SIGINT', to: 'leader', waitMs: 2000 },
  { signal: 'SIGQUIT', to: 'leader', waitMs: 1000 },
];

/** How a service is asked to end before it is killed. */
export const endSteps = (probe: ReadyProbe): readonly EndStep[] =>
  probe.kind === 'postgres' ? POSTGRES : COMMAND;
