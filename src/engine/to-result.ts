import type { Diagnosis } from '../diagnosis/known-cause.ts';
import type { CheckResult, Suggestion } from '../model/result.ts';
import type { Stack } from '../model/stack.ts';
import type { Fix, Verdict } from '../model/verdict.ts';
import { commonCodes } from './common-codes.ts';
import type { RootDiagnosis } from './diagnose-root.ts';
import type { PlannedCheck } from './planned-check.ts';
import { psqlLine } from './psql-line.ts';
import type { Finding } from './run.ts';

async function suggestion(
  { text, command, sql, act }: Fix,
  planned: PlannedCheck,
  stack: Stack,
): Promise<Suggestion> {
  if (sql !== undefined) return { text, command: await psqlLine(sql, planned, stack) };
  return { text, command: command ?? (act && (await stack.command(act.action, act.service))), act };
}

/** What is well at another look only is not as well as what is at once. */
function afterRetry({ attempts }: Finding, { status, message }: Verdict): string {
  if (attempts === 1 || (status !== 'pass' && status !== 'warn')) return message;
  const passed = status === 'pass' ? 'passed after retry, at' : 'after a failure, at';
  return `${passed} look ${attempts}: ${message}`;
}

/** Where the evidence shows what mends it, of the general advice only what can be copied. */
function fixesOf(diagnosis: Diagnosis | undefined, general: readonly Fix[]): readonly Fix[] {
  if (diagnosis?.fix === undefined) return general;
  return [diagnosis.fix, ...general.filter(({ act, command, sql }) => (act ?? command ?? sql) !== undefined)];
}

const baseOf = ({ planned, attempts, durationMs }: Finding) => ({
  id: planned.id,
  check: planned.check.id,
  subject: planned.instance.subject,
  level: planned.level,
  title: planned.title,
  severity: planned.check.severity,
  tags: planned.tags,
  attempts,
  durationMs: Math.round(durationMs),
});

const ownOf = (finding: Finding, verdict: Verdict) => ({
  ...baseOf(finding),
  status: verdict.status,
  code: verdict.code,
  message: afterRetry(finding, verdict),
  expected: verdict.expected,
  got: verdict.got,
  evidence: verdict.evidence,
  ...(verdict.spots && { spots: verdict.spots }),
  ...(verdict.passedOver && { passedOver: verdict.passedOver }),
});

/** The result of a finding that needs no root and no advice; undefined for any other. */
export function goodResult(finding: Finding): CheckResult | undefined {
  const { status, verdict } = finding;
  if (verdict === undefined || verdict.fixes !== undefined || (status !== 'pass' && status !== 'skip'))
    return undefined;
  return { ...ownOf(finding, verdict), fixes: [] };
}

/** The result of a finding, given the trail of findings from it to its root. */
export async function toResult(
  finding: Finding,
  trail: readonly Finding[],
  stack: Stack,
  why?: RootDiagnosis,
): Promise<CheckResult> {
  const { planned, verdict } = finding;
  const { check } = planned;
  if (trail.length > 1) {
    const blockedBy = trail[1]?.planned.id ?? '';
    const root = trail.at(-1)?.planned.id ?? '';
    const own = verdict === undefined ? '' : `; seen: ${verdict.message}`;
    return {
      ...baseOf(finding),
      status: 'blocked',
      code: 'BLOCKED',
      message: `blocked by ${root}${own}`,
      evidence: verdict?.evidence,
      fixes: [],
      blockedBy,
      rootBlocker: root,
    };
  }
  if (verdict === undefined) throw new TypeError(`${planned.id} is blocked by nothing`);
  const good = verdict.status === 'pass' || verdict.status === 'skip';
  const page = good ? undefined : (check.codes[verdict.code] ?? commonCodes[verdict.code]);
  const fixes = verdict.fixes ?? (page === undefined ? [] : [{ text: page.fix }]);
  const [first] = why?.causes ?? [];
  return {
    ...ownOf(finding, verdict),
    cause: first?.cause ?? page?.cause,
    diagnosis: why && {
      causes: why.causes.map(({ id }) => id),
      because: [...(first?.because ?? [])],
      log: [...why.log],
    },
    fixes: await Promise.all(fixesOf(first, fixes).map(fix => suggestion(fix, planned, stack))),
  };
}
