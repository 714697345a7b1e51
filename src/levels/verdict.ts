import type { Evidence } from '../model/json.ts';
import type { Verdict } from '../model/verdict.ts';

/** As it should be. */
export const pass = (message: string, evidence?: Evidence, mark?: Verdict['mark']): Verdict<never> => ({
  status: 'pass',
  code: 'OK',
  message,
  evidence,
  ...(mark && { mark }),
});

/** Does not apply here; `reason` says why. */
export const skip = (reason: string): Verdict<never> => ({
  status: 'skip',
  code: 'SKIPPED',
  message: reason,
});

type Details<Code extends string> = Omit<Verdict<Code>, 'status' | 'code' | 'message'>;

/** Broken. The engine turns it into `warn` for checks of severity `warning`. */
export const fail = <Code extends string>(
  code: Code,
  message: string,
  details?: Details<Code>,
): Verdict<Code> => ({
  status: 'fail',
  code,
  message,
  ...details,
});

/** Works, but wants attention. */
export const warn = <Code extends string>(
  code: Code,
  message: string,
  details?: Details<Code>,
): Verdict<Code> => ({
  status: 'warn',
  code,
  message,
  ...details,
});

/** Could not look. */
export const error = <Code extends string>(
  code: Code,
  message: string,
  details?: Details<Code>,
): Verdict<Code> => ({
  status: 'error',
  code,
  message,
  ...details,
});

/** A proxy answers, and what stands behind it does not. */
export const isBackendDown = (status: number | undefined): boolean => [502, 503, 504].includes(status ?? 0);
