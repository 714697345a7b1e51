import type { CheckResult, Suggestion } from '../model/result.ts';
import type { Stack } from '../model/stack.ts';
import type { Fix } from '../model/verdict.ts';
import { commonCodes } from './common-codes.ts';
import type { Finding } from './run.ts';

function suggestion({ text, command, act }: Fix, stack: Stack): Suggestion {
  return { text, command: command ?? (act && stack.command(act.action, act.service)), act };
}

/** The result of a finding, given the trail of findings from it to its root. */
export function toResult(finding: Finding, trail: readonly Finding[], stack: Stack): CheckResult {
  const { planned, verdict } = finding;
  const { check, instance } = planned;
  const base = {
    id: planned.id,
    check: check.id,
    subject: instance.subject,
    level: planned.level,
    title: planned.title,
    severity: check.severity,
    tags: planned.tags,
    attempts: finding.attempts,
    durationMs: Math.round(finding.durationMs),
  };
  if (trail.length > 1) {
    const blockedBy = trail[1]?.planned.id ?? '';
    const root = trail.at(-1)?.planned.id ?? '';
    const own = verdict === undefined ? '' : `; seen: ${verdict.message}`;
    return {
      ...base,
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
  const retried = verdict.status === 'pass' && finding.attempts > 1;
  return {
    ...base,
    status: verdict.status,
    code: verdict.code,
    message: retried
      ? `passed after retry, at look ${finding.attempts}: ${verdict.message}`
      : verdict.message,
    expected: verdict.expected,
    got: verdict.got,
    evidence: verdict.evidence,
    ...(verdict.spots && { spots: verdict.spots }),
    cause: page?.cause,
    fixes: fixes.map(fix => suggestion(fix, stack)),
  };
}
