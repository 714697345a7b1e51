import { knownWords } from '../../reporters/baseline-lines.ts';
import type { CheckMeta } from '../../reporters/vitest.ts';

/** What the test of a check is told of it; all else goes to the reporter without it. */
export interface Told {
  readonly id: string;
  readonly ends: 'passed' | 'skipped' | 'failed';
  /** Why it is skipped or has failed. */
  readonly why: string;
}

/** What the test is told of a result. */
export function toldOf({ result }: CheckMeta): Told {
  const { id, status, code, message } = result;
  if (status === 'pass' || status === 'warn') return { id, ends: 'passed', why: '' };
  if (status === 'skip') return { id, ends: 'skipped', why: message };
  if (status === 'known') return { id, ends: 'skipped', why: knownWords(result) };
  return { id, ends: 'failed', why: `${code}: ${message}` };
}
