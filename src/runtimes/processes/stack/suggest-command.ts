import type { LoadedConfig } from '../../../config/loaded-config.ts';
import type { ServiceAction } from '../../../model/verdict.ts';
import type { RunState } from '../run-state.ts';
import { shownPath } from '../shown-path.ts';
import { recordOf, stateOf } from './open-run.ts';

/** Starts the whole stack anew: what a person does after mending a service, since a run is thrown away at its end. */
function runAgain({ config }: LoadedConfig): string {
  const chosen = config.stack?.runtime === 'processes' ? '' : ' --runtime processes';
  return `npx failsafe check${chosen}`;
}

const tail = (log: string) => `tail -n 50 ${shownPath(log)}`;

/** What a person would type. The logs outlive the run; a process can only be inspected while it is there. */
export function suggestCommand(
  loaded: LoadedConfig,
  run: RunState,
  action: ServiceAction,
  service: string,
): string {
  const record = recordOf(run, service);
  if (record === undefined || ['create', 'start', 'restart', 'recreate', 'resume'].includes(action))
    return runAgain(loaded);
  const runs = ['running', 'paused'].includes(stateOf(record));
  if (action === 'logs' || !runs || record.process === undefined) return tail(record.log);
  return `ps -o pid,stat,etime,rss,args -p ${record.process.pid}`;
}
