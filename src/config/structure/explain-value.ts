import type { ErrorObject } from 'ajv';
import { nearest } from '../did-you-mean.ts';
import { formatPath, type Path } from '../flaw.ts';
import { looksSecret } from '../looks-secret.ts';
import { describeSchema, fixValue, type JsonSchema } from './describe-schema.ts';
import { type Explained, pathOf, type Shown } from './explained.ts';
import { showValue } from './show-value.ts';

/** Whether a value may be a secret that someone wrote down, which must not be repeated. */
const isSecret = (path: Path, value: unknown, expected: string) =>
  (typeof value === 'string' || typeof value === 'number') &&
  (expected.startsWith('a secret') || looksSecret(String(path.at(-1) ?? '')));

const HIDE = 'If it is a secret, put it into an environment variable and name that: { env: NAME }.';

function fixText(schema: JsonSchema, value: unknown, shown: unknown, expected: string): string {
  if (!Object.is(shown, value)) return `Correct the variable: with its value this is not ${expected}.`;
  const near = typeof value === 'string' && schema.enum && nearest(value, schema.enum.map(String));
  if (near) return `Did you mean "${near}"?`;
  const fixes = [schema, ...(schema.anyOf ?? [])].map(one => fixValue(one, value));
  return fixes.find(fix => fix !== undefined) ?? `Write ${expected}.`;
}

function regexCause(pattern: unknown): string[] {
  try {
    new RegExp(String(pattern), 'u');
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** A value that is not what its schema asks for. */
export function wrongValue(path: Path, schema: JsonSchema, value: unknown, shown: Shown): Explained {
  const expected = describeSchema(schema);
  const seen = shown(path, value);
  const hidden = isSecret(path, seen, expected);
  const got = hidden ? 'a literal (not shown)' : showValue(seen);
  return {
    code: 'CONFIG_INVALID_VALUE',
    path,
    message: `${formatPath(path)} must be ${expected}, and is ${got}`,
    expected,
    got,
    fix: hidden ? HIDE : fixText(schema, value, seen, expected),
    wanted: schema,
  };
}

/** The error of one value; of several the one about its type, which causes the others. */
export function explainValue(errors: readonly ErrorObject[], shown: Shown): Explained[] {
  const error = errors.find(({ keyword }) => keyword === 'type') ?? errors[0];
  if (error === undefined) return [];
  const path = pathOf(error.instancePath);
  const flaw = wrongValue(path, error.parentSchema as JsonSchema, error.data, shown);
  if (error.keyword === 'format') {
    return [{ ...flaw, code: 'CONFIG_INVALID_REGEX', causes: regexCause(shown(path, error.data)) }];
  }
  return [{ ...flaw, wrongType: error.keyword === 'type' }];
}
