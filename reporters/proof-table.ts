import { formatDuration } from '../src/config/units.ts';
import type { Proof, ProofReport, ProofStatus } from '../src/prove/proof.ts';
import { problemList } from './problem-list.ts';
import { madeOf, medianMs } from './proof-totals.ts';
import type { Style } from './style.ts';

const MARKS: Record<ProofStatus, string> = {
  proven: '✓',
  missed: '✗',
  misjudged: '✗',
  'not-healed': '✗',
  skipped: '-',
};

const painted = (style: Style, status: ProofStatus, text: string): string =>
  ({
    proven: style.green,
    skipped: style.dim,
    missed: style.red,
    misjudged: style.red,
    'not-healed': style.red,
  })[status](text);

/** What was wrong with a proof, a line each. */
export function objections(proof: Proof): string[] {
  const { status, first, missing, stray, causeFirst, fixRight, reason } = proof;
  if (status === 'proven') return [];
  if (status === 'skipped' || reason !== undefined) return [reason ?? ''];
  if (status === 'missed') return ['nothing turned red'];
  return [
    ...(causeFirst ? [] : [`named first: ${first ?? 'nothing'}`]),
    ...(missing.length === 0 ? [] : [`did not come: ${missing.join(', ')}`]),
    ...(stray.length === 0 ? [] : [`came unasked: ${stray.join(', ')}`]),
    ...(fixRight !== false ? [] : ['the fix that it should offer is not among those that it offers']),
  ];
}

/** One fault: whether it is proven, what it must cause, how fast it was found. */
export function proofLine(proof: Proof, style: Style): string {
  const { status, fault, expected, detectMs } = proof;
  const time = status === 'skipped' ? '' : style.dim(formatDuration(detectMs));
  const code = expected.code === undefined ? '' : ` ${expected.code}`;
  const head = ` ${painted(style, status, MARKS[status])} ${fault.padEnd(38)} ${expected.id}${code}  ${time}`;
  return [head.trimEnd(), ...objections(proof).map(line => `     ${painted(style, status, line)}`)].join(
    '\n',
  );
}

const share = (part: number, whole: number) => `${part} of ${whole}`;

/** The totals of a run of `failsafe prove`, and what stays unproven. */
export function proofSummary(
  { proofs, unproven, checks, durationMs, problems }: ProofReport,
  style: Style,
): string {
  const made = madeOf(proofs);
  const proven = made.filter(({ status }) => status === 'proven');
  const all = problems.length === 0 && made.length > 0 && proven.length === made.length;
  const verdict = all ? style.bold(style.green('PROVEN')) : style.bold(style.red('NOT PROVEN'));
  const facts = [
    `${share(proven.length, made.length)} faults`,
    `found ${share(made.filter(({ status }) => status !== 'missed').length, made.length)}`,
    `cause first ${share(made.filter(({ causeFirst }) => causeFirst).length, made.length)}`,
    `median ${formatDuration(medianMs(made))}`,
    ...(proofs.length > made.length ? [`${proofs.length - made.length} skipped`] : []),
    `checks with a proof ${share(checks - unproven.length, checks)}`,
  ];
  return [
    ...problemList(problems, style).map(problem => `\n${problem}`),
    ...(unproven.length === 0 ? [] : ['', ` ${style.bold('Unproven')}  ${unproven.join(', ')}`]),
    '',
    ` ${verdict}   ${facts.join(' · ')}   ${style.dim(`in ${formatDuration(durationMs)}`)}`,
    '',
  ].join('\n');
}
