import { formatDuration } from '../src/config/units.ts';
import type { Proof, ProofReport } from '../src/prove/proof.ts';
import { type JoinedProof, joinProofs, provenChecks } from './proof-again.ts';
import { madeOf, medianMs } from './proof-totals.ts';

const MARKS: Readonly<Record<Proof['status'], string>> = {
  proven: '✓',
  missed: '**missed**',
  misjudged: '**misjudged**',
  'not-healed': '**not healed**',
  skipped: 'skipped',
};

const yesNo = (yes: boolean) => (yes ? '✓' : '**✗**');

function cells(proof: Proof | undefined): string[] {
  if (proof === undefined) return ['', '', '', ''];
  const { status, causeFirst, fixRight, detectMs } = proof;
  if (status === 'skipped') return [MARKS[status], '', '', ''];
  return [
    MARKS[status],
    yesNo(causeFirst),
    fixRight === undefined ? '' : yesNo(fixRight),
    (detectMs / 1000).toFixed(1),
  ];
}

const row = (columns: readonly string[]) => `| ${columns.join(' | ')} |`;
const percent = (part: number, whole: number) =>
  whole === 0 ? 'none' : `${part} of ${whole} (${Math.round((part / whole) * 1000) / 10} %)`;

function totals({ runtime, proofs, checks, unproven }: ProofReport): string {
  const made = madeOf(proofs);
  const asked = made.filter(({ fixRight }) => fixRight !== undefined);
  const count = (wanted: (proof: Proof) => boolean) => percent(made.filter(wanted).length, made.length);
  return row([
    runtime,
    count(({ status }) => status !== 'missed'),
    count(({ causeFirst }) => causeFirst),
    percent(asked.filter(({ fixRight }) => fixRight).length, asked.length),
    count(({ status }) => status === 'proven'),
    formatDuration(medianMs(made)),
    percent(checks - unproven.length, checks),
  ]);
}

/** One application, fault by runtime. */
function matrix(reports: readonly JoinedProof[]): string[] {
  const faults = new Map(reports.flatMap(({ proofs }) => proofs.map(proof => [proof.fault, proof.title])));
  const find = (report: ProofReport, id: string) => report.proofs.find(({ fault }) => fault === id);
  return [
    `## ${reports[0]?.project}`,
    '',
    row([
      'runtime',
      'found',
      'cause named first',
      'right fix offered',
      'all as it must be',
      'median',
      'checks with a proof',
    ]),
    row(['---', '---', '---', '---', '---', '---', '---']),
    ...reports.map(totals),
    '',
    ...reports.flatMap(({ runtime, again }) =>
      again.length === 0
        ? []
        : [
            `Made in ${runtime} in a later run, after something was mended or added: ${again.join(', ')}.`,
            '',
          ],
    ),
    row(['fault', ...reports.flatMap(({ runtime }) => [runtime, 'cause first', 'fix', 's'])]),
    row(['---', ...reports.flatMap(() => ['---', '---', '---', '--:'])]),
    ...[...faults]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([id, title]) =>
        row([`\`${id}\` ${title}`, ...reports.flatMap(report => cells(find(report, id)))]),
      ),
    '',
  ];
}

/** A check may be unknown to a runtime, to an application, or to an earlier run: a fault of any proves it. */
function neverRed(reports: readonly JoinedProof[]): string {
  const proven = provenChecks(reports.flatMap(({ proofs }) => proofs));
  const never = [...new Set(reports.flatMap(({ unproven }) => unproven))].filter(check => !proven.has(check));
  return never.length === 0
    ? 'Every check is turned red by some fault.'
    : `No fault turns these checks red: ${never.join(', ')}.`;
}

/** What several runs of `failsafe prove` saw, fault by runtime, as a page of Markdown. */
export function renderProofMatrix(reports: readonly ProofReport[]): string {
  const joined = joinProofs(reports);
  const projects = Map.groupBy(joined, ({ project }) => project);
  return [
    '<!-- Written by `node tools/proof-page.ts` from what `failsafe prove` saw. Do not edit. -->',
    '# What is proven',
    '',
    'Each fault was made on an isolated copy of an application that was green before. It is *found* when the',
    'check that it belongs to turns red with the right code and nothing else is red that is not put down to it; then it was',
    'mended, and all was green again. Seconds are those from the beginning of the look until the verdict on the fault.',
    '',
    neverRed(joined),
    '',
    ...[...projects.values()].flatMap(matrix),
  ].join('\n');
}
