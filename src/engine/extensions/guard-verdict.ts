import type { OwnCheck } from '../../extend/check.ts';
import { error } from '../../levels/verdict.ts';
import { causeChain } from '../../model/problem.ts';
import type { Verdict } from '../../model/verdict.ts';

const STATUSES: readonly unknown[] = ['pass', 'warn', 'fail', 'skip', 'error'];
const OWN_CODE: Readonly<Record<string, string>> = { pass: 'OK', skip: 'SKIPPED' };

/** What makes a verdict none: nothing checks types in JavaScript, and a typing error must not be green. */
function flawOf(verdict: unknown, { codes }: OwnCheck): string | undefined {
  if (verdict instanceof Promise) return 'it gives a promise; what takes time belongs into the probe';
  if (typeof verdict !== 'object' || verdict === null) return `it gives ${String(verdict)}, and no verdict`;
  const { status, code, message } = verdict as Partial<Verdict>;
  if (!STATUSES.includes(status)) return `it gives the status ${JSON.stringify(status)}`;
  const wanted = OWN_CODE[status as string];
  if (wanted !== undefined && code !== wanted) return `${status} goes with the code ${wanted}`;
  if (wanted === undefined && !Object.hasOwn(codes, code ?? ''))
    return `it gives the code ${JSON.stringify(code)}, which the check does not declare under \`codes\``;
  return typeof message === 'string' && message !== '' ? undefined : 'its verdict says nothing: no message';
}

/** The verdict of a check of a module; an `error` for whatever is none. */
export function guardVerdict(check: OwnCheck, judge: () => Verdict): Verdict {
  try {
    const verdict = judge();
    const flaw = flawOf(verdict, check);
    if (flaw === undefined) return verdict;
    return error('VERDICT_INVALID', `could not judge: evaluate of ${check.id}: ${flaw}`);
  } catch (thrown) {
    const [first = '', ...causes] = causeChain(thrown);
    return error('VERDICT_INVALID', `could not judge: evaluate of ${check.id} threw: ${first}`, {
      evidence: { causes },
    });
  }
}
