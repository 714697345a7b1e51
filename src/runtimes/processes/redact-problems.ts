import type { Problem } from '../../model/problem.ts';
import { REDACTED, type Secret } from '../../model/secret.ts';

/** Problems quote what a service has printed, which may hold a secret. */
export function redactProblems(problems: readonly Problem[], secrets: readonly Secret[]): Problem[] {
  const forms = secrets
    .map(secret => secret.reveal())
    .filter(value => value !== '')
    .flatMap(value => [value, encodeURIComponent(value)]);
  const redact = (text: string) => forms.reduce((left, form) => left.replaceAll(form, REDACTED), text);
  return JSON.parse(
    JSON.stringify(problems, (_key, value: unknown) => (typeof value === 'string' ? redact(value) : value)),
  );
}
