import type { Check } from '../levels/check.ts';
import { brokenForAll, silence } from '../levels/mark-of.ts';
import { ProbeError } from '../model/probe-error.ts';
import { causeChain } from '../model/problem.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Look } from './observe.ts';
import type { PlannedCheck } from './planned-check.ts';

function judgeProbeError(error: ProbeError): Verdict {
  const causes = causeChain(error.cause);
  return {
    status: error.kind === 'target' ? 'fail' : 'error',
    code: error.code,
    message: error.kind === 'target' ? error.message : `could not look: ${error.message}`,
    evidence: error.cause === undefined ? undefined : { causes },
    mark:
      error.kind === 'target' && error.code === 'TIMEOUT'
        ? silence
        : { cause: `${error.code} ${error.message}`, whole: brokenForAll(error) },
  };
}

function judgeDefect(error: unknown): Verdict {
  return {
    status: 'error',
    code: 'INTERNAL_ERROR',
    message: `could not look: ${causeChain(error)[0]}`,
    evidence: { causes: causeChain(error).slice(1) },
    fixes: [
      { text: 'This is a defect of failsafe or of a check of your own; please report it with this output.' },
    ],
  };
}

/** A failure of severity `warning` does not fail the gate. That nobody could look is no warning, but no statement at all. */
function soften(verdict: Verdict, { severity }: Check): Verdict {
  return severity === 'warning' && verdict.status === 'fail' ? { ...verdict, status: 'warn' } : verdict;
}

/** The check's verdict on what one look gave. */
export function judge({ check, instance }: PlannedCheck, look: Look): Verdict {
  try {
    if (look.ok) return soften(check.evaluate(look.value as never, instance.expectation), check);
    if (!(look.error instanceof ProbeError)) return soften(judgeDefect(look.error), check);
    const own = check.evaluateError?.(look.error, instance.expectation);
    return soften(own ?? judgeProbeError(look.error), check);
  } catch (error) {
    return soften(judgeDefect(error), check);
  }
}
