import { isBackendDown } from '../../levels/verdict.ts';
import type { CheckResult } from '../../model/result.ts';

/** What a failure is told by, beside its check and its code: nothing that is counted, timed or made anew at each look. */
export interface HowItFails {
  /** A known warning that becomes a failure is none that is known. */
  readonly status: 'fail' | 'warn';
  /** The status of the HTTP answer. */
  readonly http?: number;
  /** The code that the system or the database gives, as `ECONNREFUSED` or `42P01`. */
  readonly error?: string;
  /** Where it is not as declared: paths into the body, columns, the step of a flow. */
  readonly at?: readonly string[];
}

/** Levels at which a number of three digits that was got is the status of an answer. */
const BY_HTTP: ReadonlySet<string> = new Set(['connectivity', 'api', 'pwa', 'auth', 'realtime']);

const STATUS = /^([1-5]\d\d)(?=$| with | [a-z]+\/)/;

function statusOf({ level, got = '', evidence }: CheckResult): number | undefined {
  if (typeof evidence?.status === 'number') return evidence.status;
  const [, status] = (BY_HTTP.has(level) && STATUS.exec(got)) || [];
  return status === undefined ? undefined : Number(status);
}

function placesOf({ evidence }: CheckResult): string[] | undefined {
  const { at } = evidence ?? {};
  const texts = Array.isArray(at) ? at.filter((place): place is string => typeof place === 'string') : [];
  const places = texts.filter(place => place !== 'status');
  return places.length === 0 ? undefined : places;
}

/** What a result that fails or warns is told by. */
export function howItFails(result: CheckResult): HowItFails {
  const { evidence, status } = result;
  const code = evidence?.code;
  return {
    status: status === 'warn' ? 'warn' : 'fail',
    http: statusOf(result),
    error: typeof code === 'string' ? code : undefined,
    at: placesOf(result),
  };
}

/** A proxy that gets no answer says so with 502, 503 or 504, by the moment. */
const sameStatus = (a: number, b: number): boolean => a === b || (isBackendDown(a) && isBackendDown(b));

/** Whether what is seen is no other failure than the one that is known; what the entry does not say does not count. */
export function isAsKnown({ status, http, error, at }: Partial<HowItFails>, seen: HowItFails): boolean {
  if (status === 'warn' && seen.status === 'fail') return false;
  if (http !== undefined && seen.http !== undefined && !sameStatus(http, seen.http)) return false;
  if (error !== undefined && seen.error !== undefined && error !== seen.error) return false;
  return at === undefined || seen.at === undefined || seen.at.every(place => at.includes(place));
}

/** As a person reads it: `404 at $.total`; empty where nothing is known but the code. */
export function howInWords({ status, http, error, at = [] }: Partial<HowItFails>): string {
  const places = at.length === 0 ? '' : `at ${at.join(', ')}`;
  return [status === 'warn' ? 'a warning' : '', http ?? '', error ?? '', places].filter(Boolean).join(' ');
}
