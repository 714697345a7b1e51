import { causes } from './causes.generated.ts';
import { diagnose } from './diagnose.ts';

/** What to do about a service that did not start, and the line that shows it. */
export interface StartAdvice {
  readonly fix: string;
  /** None where nothing in the lines tells, or the line is one of those that are shown. */
  readonly because: readonly string[];
}

/**
 * Reads why a service did not start from its last lines; else says what is said in general.
 *
 * @param shown how many of the lines, the last ones, are shown in any case
 */
export function adviseStart(
  service: string,
  lines: readonly string[],
  { otherwise, shown }: { readonly otherwise: string; readonly shown: number },
): StartAdvice {
  const logs = lines.map(text => ({ service, text }));
  const [first] = diagnose({ check: '', code: '', message: '', service, logs }, causes);
  if (first === undefined) return { fix: otherwise, because: [] };
  const last = lines.slice(-shown).map(text => `${service}: ${text.trim()}`);
  return {
    fix: [first.cause, first.fix?.text].filter(Boolean).join(' '),
    because: first.because.filter(line => !last.includes(line)),
  };
}
