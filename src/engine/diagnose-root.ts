import { busyMachine } from '../diagnosis/busy-machine.ts';
import type { Diagnosis, LogLine } from '../diagnosis/known-cause.ts';
import { isAnswered, markIn } from '../levels/mark-of.ts';
import type { LogRange, Stack } from '../model/stack.ts';
import type { Verdict } from '../model/verdict.ts';
import { ENDED } from './explains-end.ts';
import type { PlannedCheck } from './planned-check.ts';

/** Services whose logs are read: the nearest. */
const MOST_SERVICES = 4;
const MOST_LINES = 60;
const LAST_MINUTE_MS = 60_000;
/** The clock of an engine and ours differ a little. */
const MARGIN_MS = 2000;
const READ_MS = 3000;

/** What somebody did to a service says all there is to say. */
const EXPLAINED = ['EXIT_CLEAN', 'SERVICE_PAUSED', 'SERVICE_MISSING', 'REPLICAS_MISSING'];
const SERVER_FAILED =
  /^(SERVER_ERROR|GATEWAY_ERROR|TIMEOUT|NO_ANSWER|TOO_SLOW|ECONN\w+|BODY_TRUNCATED|\w+_BACKEND_DOWN)$/;

/** An answer came, too late. */
const LATE = /^(HTTP_SLOW|SLOW_STEP)$/;

/** Exit codes of signals that only others send: what a service said before has not ended it. */
const SENT = [130, 137, 143];
const wasSent = ({ evidence = {} }: Verdict) =>
  evidence.oomKilled !== true && SENT.includes(Number(evidence.exitCode));

/** A server that answers well enough is not asked for errors: those in its log may be about anything. */
const serverFailed = ({ code, got = '' }: Verdict) => SERVER_FAILED.test(code) || /^5\d\d\b/.test(got);

/** Milliseconds since a service ended; undefined for one that runs again, or of which nothing is known. */
function sinceEnd({ evidence = {} }: Verdict): number | undefined {
  const end = evidence.state === 'exited' ? Date.parse(String(evidence.finishedAt)) : Number.NaN;
  return Number.isNaN(end) ? undefined : Math.max(0, Date.now() - end);
}

/** Which lines may tell of the failure; undefined when none can. */
function rangeFor({ check }: PlannedCheck, verdict: Verdict, sinceMs: number): LogRange | undefined {
  if (EXPLAINED.includes(verdict.code)) return undefined;
  if (ENDED.includes(check.id)) {
    const ended = sinceEnd(verdict);
    return { tail: MOST_LINES, ...(ended !== undefined && { withinMs: ended + LAST_MINUTE_MS }) };
  }
  if (check.id === 'containers.healthy') return { tail: MOST_LINES, withinMs: LAST_MINUTE_MS };
  return serverFailed(verdict) ? { tail: MOST_LINES, withinMs: sinceMs + MARGIN_MS } : undefined;
}

/** What a root cause shows of why it failed. */
export interface RootDiagnosis {
  /** The likeliest first; none when nothing that was read explains it. */
  readonly causes: readonly Diagnosis[];
  /** The end of the log of the service, when it was read. */
  readonly log: readonly string[];
}

/**
 * Reads what a failure that nothing else explains has left in the logs, and names the causes that it shows. Undefined
 * where logs have nothing to say.
 */
export async function diagnoseRoot(
  planned: PlannedCheck,
  verdict: Verdict,
  {
    stack,
    sinceMs,
    signal,
  }: { readonly stack: Stack; readonly sinceMs: number; readonly signal: AbortSignal },
): Promise<RootDiagnosis | undefined> {
  const range = rangeFor(planned, verdict, sinceMs);
  const [service] = planned.services;
  const busy = LATE.test(verdict.code) ? busyMachine(service ?? '') : undefined;
  if (range === undefined || service === undefined) return busy && { causes: [busy], log: [] };
  const [{ causes }, { diagnose }] = await Promise.all([
    import('../diagnosis/causes.generated.ts'),
    import('../diagnosis/diagnose.ts'),
  ]);
  const patience = AbortSignal.any([signal, AbortSignal.timeout(READ_MS)]);
  const own = ENDED.includes(planned.check.id) ? [service] : planned.services.slice(0, MOST_SERVICES);
  const read = async (name: string): Promise<LogLine[]> => {
    const lines = await stack.logs(name, range, patience).catch(() => []);
    return lines.map(text => ({ service: name, text }));
  };
  const [logs, servicesByAddress] = await Promise.all([
    Promise.all(own.map(read)),
    stack.servicesByAddress?.(patience).catch(() => undefined),
  ]);
  const { code, message } = verdict;
  const symptom = {
    check: planned.check.id,
    code,
    message,
    service,
    logs: logs.toReversed().flat(),
    answered: isAnswered(markIn(verdict)),
    servicesByAddress,
  };
  const shown = wasSent(verdict) ? [] : diagnose(symptom, causes);
  return {
    causes: busy === undefined ? shown : [...shown, busy],
    log: (logs[0] ?? []).map(({ text }) => text).slice(-3),
  };
}
