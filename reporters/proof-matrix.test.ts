import { expect, test } from 'vitest';
import type { Proof, ProofReport } from '../src/prove/proof.ts';
import { renderProofMatrix } from './proof-matrix.ts';

const proof = (fault: string, more: Partial<Proof> = {}): Proof => ({
  fault,
  title: `what ${fault} is`,
  status: 'proven',
  expected: { id: 'api.status:x' },
  missing: [],
  stray: [],
  causeFirst: true,
  fixRight: true,
  blocked: 0,
  detectMs: 1234,
  ...more,
});

const report = (runtime: ProofReport['runtime'], proofs: Proof[], unproven: string[] = []): ProofReport => ({
  version: 1,
  project: 'small',
  runtime,
  startedAt: '',
  durationMs: 0,
  proofs,
  unproven,
  checks: 4,
  problems: [],
});

const page = renderProofMatrix([
  report(
    'processes',
    [proof('b'), proof('a', { status: 'misjudged', causeFirst: false })],
    ['api.x', 'api.y'],
  ),
  report(
    'testcontainers',
    [proof('b', { expected: { id: 'api.x:1' } }), proof('c', { status: 'missed', causeFirst: false })],
    ['api.y'],
  ),
]);

test('a row for each fault, with the runtimes that it was made in', () => {
  const rows = page.split('\n').filter(line => line.startsWith('| `'));
  expect(rows).toEqual([
    '| `a` what a is | **misjudged** | **✗** | ✓ | 1.2 |  |  |  |  |',
    '| `b` what b is | ✓ | ✓ | ✓ | 1.2 | ✓ | ✓ | ✓ | 1.2 |',
    '| `c` what c is |  |  |  |  | **missed** | **✗** | ✓ | 1.2 |',
  ]);
});

test('totals for each runtime, and the checks that no runtime proves', () => {
  expect(page).toContain('| processes | 2 of 2 (100 %) | 1 of 2 (50 %) |');
  expect(page).toContain('| testcontainers | 1 of 2 (50 %) |');
  expect(page).toContain('turns these checks red: api.y.');
});

test('a fault that a later run made again has what that run saw, and the page says so', () => {
  const again = renderProofMatrix([
    report(
      'compose',
      [proof('a', { status: 'missed', expected: { id: 'api.x:1' } }), proof('b')],
      ['api.x', 'api.y'],
    ),
    report('compose', [proof('a', { expected: { id: 'api.x:1' } })]),
  ]);
  expect(again).not.toContain('missed');
  expect(again).toContain('Made in compose in a later run, after something was mended or added: a.');
  expect(again).toContain('No fault turns these checks red: api.y.');
});

test('the checks are those of the plan of the last run', () => {
  const later = renderProofMatrix([
    report('compose', [proof('a')], ['api.x', 'api.y', 'api.z']),
    { ...report('compose', [proof('c', { expected: { id: 'api.new:1' } })]), planned: 5 },
  ]);
  expect(later).toContain('| 2 of 5 (40 %) |');
});
