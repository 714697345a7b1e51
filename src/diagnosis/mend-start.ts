import { causes } from './causes.generated.ts';
import { diagnose } from './diagnose.ts';

/** What to do about a service that did not start: what its last lines show, else what is said in general. */
export function mendStart(service: string, lines: readonly string[], otherwise: string): string {
  const logs = lines.map(text => ({ service, text }));
  const [first] = diagnose({ check: '', code: '', message: '', service, logs }, causes);
  return first === undefined ? otherwise : [first.cause, first.fix?.text].filter(Boolean).join(' ');
}
