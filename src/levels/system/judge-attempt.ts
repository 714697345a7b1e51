import type { FlowAttempt, FlowStepSeen } from '../../model/observations/flow.ts';
import type { FlowCode } from './flow-codes.ts';

/** What ended a step: the code, and what was expected and got. */
export interface Trouble {
  readonly code: FlowCode;
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
}

const BY_CODE: Readonly<Record<string, FlowCode>> = {
  TIMEOUT: 'TOO_SLOW',
  '57014': 'TOO_SLOW',
  '25006': 'STEP_WRITES',
  NO_EVENT: 'NO_EVENT',
  NOT_CONNECTED: 'NOT_CONNECTED',
};
const SQLSTATE = /^[0-9A-Z]{5}$/;

function failureCode(code: string): FlowCode {
  return BY_CODE[code] ?? (SQLSTATE.test(code) && /\d/.test(code) ? 'QUERY_FAILED' : 'NO_ANSWER');
}

/** What is wrong with one look; undefined when nothing is. */
function troubleOf(attempt: FlowAttempt): Trouble | undefined {
  if (attempt.outcome === 'unknown-variable') return { code: 'UNKNOWN_VARIABLE', message: attempt.message };
  if (attempt.outcome === 'failed') {
    const { code, message } = attempt;
    return { code: failureCode(code), message: `${message} (${code})`, got: code };
  }
  const first = attempt.mismatches.find(({ warning }) => !warning);
  if (first === undefined) return undefined;
  const { code, message, expected, got } = first;
  return { code: code === 'CAPTURE_MISSING' ? 'CAPTURE_MISSING' : 'STEP_MISMATCH', message, expected, got };
}

/** What is wrong with a step after its last look; undefined when nothing is. */
export function judgeStep({ attempts }: FlowStepSeen): Trouble | undefined {
  const last = attempts.at(-1);
  return last && troubleOf(last);
}

/** A step as evidence: every look at it. */
export const stepEvidence = ({ name, what, attempts }: FlowStepSeen) => ({
  name,
  what,
  looks: attempts.length,
  durationMs: Math.round(attempts.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  earlier: attempts
    .slice(0, -1)
    .map(one => troubleOf(one)?.message ?? 'well')
    .slice(-3),
});
