import { Cron } from 'croner';
import type { LoadedConfig } from '../config/loaded-config.ts';

/** Whether a maintenance window of failsafe.yaml is open. */
export function inMaintenance({ config }: LoadedConfig, now: Date): boolean {
  return (config.monitor?.maintenance ?? []).some(({ cron, for: length }) => {
    const [last] = new Cron(cron, { paused: true }).previousRuns(1, now);
    return last !== undefined && now.getTime() - last.getTime() < length;
  });
}
