import { rankFailures } from '../engine/rank-failures.ts';
import type { CheckResult } from '../model/result.ts';
import type { Expected, Fault } from './fault.ts';
import type { Proof } from './proof.ts';

const named = ({ id, code }: Pick<Expected, 'id' | 'code'>): string =>
  code === undefined ? id : `${id} ${code}`;
const isBad = ({ status }: CheckResult) => status === 'fail' || status === 'error';

const matches = (result: CheckResult, { id, code, status = 'fail' }: Expected): boolean =>
  result.id === id && result.status === status && (code === undefined || result.code === code);

function saysFix(result: CheckResult | undefined, fix: string | undefined): boolean | undefined {
  if (fix === undefined) return undefined;
  const texts = result?.fixes.flatMap(({ text, command = '' }) => [text, command]) ?? [];
  return texts.some(text => text.toLowerCase().includes(fix.toLowerCase()));
}

/** What the results of a broken stack prove. */
export function judgeProof(fault: Fault, results: readonly CheckResult[]): Omit<Proof, 'detectMs'> {
  const [root] = fault.red;
  const unseen = results.find(({ id, status }) => id === root.id && status === 'skip');
  const isOwn = (result: CheckResult) => fault.red.some(expected => matches(result, expected));
  // Warnings that nobody asked for are not held against it: a busy machine is slow as well.
  const bad = results.filter(result => isBad(result) || isOwn(result));
  const missing = fault.red.filter(expected => !bad.some(result => matches(result, expected)));
  const mayCome = (result: CheckResult) => fault.may?.some(expected => matches(result, expected)) === true;
  const stray = bad.filter(result => !isOwn(result) && !mayCome(result));
  const first = rankFailures(results).find(result => bad.includes(result));
  const causeFirst = first !== undefined && matches(first, root);
  const fixRight = saysFix(
    bad.find(result => matches(result, root)),
    fault.fix,
  );
  const right = causeFirst && fixRight !== false && missing.length === 0 && stray.length === 0;
  const status = right ? 'proven' : bad.length === 0 ? 'missed' : 'misjudged';
  return {
    fault: fault.id,
    title: fault.title,
    status: unseen === undefined ? status : 'skipped',
    expected: root,
    first: first && named(first),
    missing: missing.map(named),
    stray: stray.map(named),
    causeFirst,
    fixRight,
    blocked: results.filter(({ rootBlocker }) => rootBlocker === root.id).length,
    reason: unseen?.message,
  };
}
