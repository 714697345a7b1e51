import { LEVELS } from '../src/model/level.ts';
import type { CheckResult } from '../src/model/result.ts';
import type { Proof, ProofReport } from '../src/prove/proof.ts';
import { renderJunit } from './junit.ts';
import { objections } from './proof-table.ts';

const levelOf = (check: string) => LEVELS.find(level => check.startsWith(`${level}.`)) ?? 'system';

const result = (
  more: Pick<CheckResult, 'id' | 'check' | 'title' | 'status' | 'code' | 'message'>,
): CheckResult => ({
  subject: '',
  level: levelOf(more.check),
  severity: 'error',
  tags: [],
  fixes: [],
  attempts: 1,
  durationMs: 0,
  ...more,
});

function ofProof(proof: Proof): CheckResult {
  const { fault, title, status, expected, first, detectMs } = proof;
  const code = status.toUpperCase().replace('-', '_');
  return {
    ...result({
      id: fault,
      check: fault,
      title,
      status: status === 'proven' ? 'pass' : status === 'skipped' ? 'skip' : 'fail',
      code,
      message: objections(proof).join('; '),
    }),
    expected: [expected.id, expected.code].filter(Boolean).join(' '),
    got: first,
    durationMs: detectMs,
  };
}

const ofUnproven = (check: string): CheckResult =>
  result({
    id: `${check} has no proof`,
    check,
    title: check,
    status: 'skip',
    code: 'UNPROVEN',
    message: 'no fault that was made turned it red',
  });

/** The proofs as JUnit XML: one test case a fault, and a skipped one for each check that has no proof. */
export function renderProofJunit({ proofs, unproven, ...report }: ProofReport): string {
  return renderJunit({
    ...report,
    startMs: 0,
    results: [...proofs.map(ofProof), ...unproven.map(ofUnproven)],
    prerequisites: [],
  });
}
