/** A health check as docker compose prints it. */
export interface ComposeHealthCheck {
  readonly test?: string | readonly string[];
  readonly disable?: boolean;
  readonly interval?: string;
  readonly retries?: number;
}

const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  ns: 1e-6,
};
const DEFAULT_INTERVAL = '30s';
const DEFAULT_RETRIES = 3;
const OFTEN_MS = 1000;

/** `1m30s` → 90000. */
function milliseconds(duration: string): number {
  const parts = duration.matchAll(/([\d.]+)(h|ms|m|s|us|ns)/g);
  return [...parts].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
}

/**
 * Has a health check run each second, or else nobody knows that a service is healthy before its interval is over, and
 * each service that waits for another adds one more. It may fail as long as before until the service is unhealthy.
 */
export function hastenHealthCheck(check: ComposeHealthCheck): ComposeHealthCheck {
  const [kind] = [check.test ?? []].flat();
  const interval = milliseconds(check.interval ?? DEFAULT_INTERVAL);
  if (check.disable === true || kind === 'NONE' || interval <= OFTEN_MS) return check;
  const retries = Math.ceil(((check.retries ?? DEFAULT_RETRIES) * interval) / OFTEN_MS);
  return { ...check, interval: `${OFTEN_MS / 1000}s`, retries };
}
