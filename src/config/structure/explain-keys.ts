import type { ErrorObject } from 'ajv';
import { nearest } from '../did-you-mean.ts';
import { formatPath, type Path } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import { describeSchema, type JsonSchema } from './describe-schema.ts';
import { type Explained, pathOf } from './explained.ts';

/** `oneOf` or `anyOf` of branches that ask for keys and nothing else: which of these keys may stand. */
export function choiceOf(error: ErrorObject): readonly string[] | undefined {
  if (error.keyword !== 'oneOf' && error.keyword !== 'anyOf') return undefined;
  const branches = error.schema as readonly JsonSchema[];
  const pure = branches.every(branch => branch.required !== undefined && Object.keys(branch).length === 1);
  return pure ? branches.flatMap(branch => branch.required ?? []) : undefined;
}

interface Keys {
  readonly path: Path;
  readonly schema: JsonSchema;
  readonly present: readonly string[];
}

function invalidKey({ path, schema }: Keys, key: string): Explained {
  const expected = schema.propertyNames?.title ?? 'another name';
  return {
    code: 'CONFIG_INVALID_KEY',
    path: [...path, key],
    at: 'key',
    message: `the key "${key}" in ${formatPath(path)} must be ${expected}`,
    expected,
    got: JSON.stringify(key),
    fix: expected.includes('JSONPath') ? `Write "$.${key}".` : `Write ${expected}.`,
  };
}

function unknownKey({ path, present }: Keys, key: string, candidates: readonly string[]): Explained {
  const meant = nearest(key, candidates);
  const twin = nearest(
    key,
    present.filter(name => name !== key),
  );
  const fix =
    meant !== undefined ? `Did you mean "${meant}"?` : twin && `Remove it; "${twin}" is there already.`;
  return {
    code: 'CONFIG_UNKNOWN_KEY',
    path: [...path, key],
    at: 'key',
    message: `unknown key "${key}" in ${formatPath(path)}`,
    expected: meant === undefined && candidates.length > 0 ? `one of ${candidates.join(', ')}` : undefined,
    got: JSON.stringify(key),
    fix: fix ?? (candidates.length > 0 ? 'Remove it, or write one of these keys.' : 'Remove it.'),
    meant,
  };
}

function missingKey({ path, schema }: Keys, key: string): Explained {
  const property = schema.properties?.[key];
  return {
    code: 'CONFIG_MISSING_KEY',
    path,
    at: 'key',
    message: `${formatPath(path)} has no "${key}"`,
    expected: property === undefined ? undefined : describeSchema(property),
    fix: property?.description === undefined ? `Add "${key}".` : `Add "${key}": ${property.description}`,
    missing: key,
    wanted: property,
  };
}

function missingChoice({ path, schema }: Keys, error: ErrorObject, names: readonly string[]): Explained {
  const many = error.keyword === 'oneOf' ? 'exactly one' : 'at least one';
  return {
    code: 'CONFIG_MISSING_KEY',
    path,
    at: 'key',
    message: `${formatPath(path)} needs ${many} of ${names.join(', ')}`,
    expected: `${many} of ${names.join(', ')}`,
    got: 'none of them',
    fix: `Add one of them.`,
    missing: names[0],
    wanted: schema.properties?.[names[0] ?? ''],
  };
}

function exclusive({ path, present }: Keys, names: readonly string[]): Explained {
  const given = present.filter(name => names.includes(name));
  return {
    code: 'CONFIG_EXCLUSIVE_KEYS',
    path: [...path, given[1] ?? ''],
    at: 'key',
    message: `${formatPath(path)} has ${given.map(name => `"${name}"`).join(' and ')}`,
    expected: `exactly one of ${names.join(', ')}`,
    got: given.join(', '),
    fix: `Keep one of ${given.join(', ')}.`,
  };
}

/**
 * The errors about the keys of one map. A key that is both misspelt and missing is one flaw: the misspelling, with
 * the missing key as what was meant.
 */
export function explainKeys(errors: readonly ErrorObject[]): Explained[] {
  const [first] = errors;
  if (first === undefined) return [];
  const schema = first.parentSchema as JsonSchema;
  const present = isMap(first.data) ? Object.keys(first.data) : [];
  const keys: Keys = { path: pathOf(first.instancePath), schema, present };
  const params = (keyword: string, name: string) =>
    errors.filter(error => error.keyword === keyword).map(error => String(error.params[name]));
  const unknown = params('additionalProperties', 'additionalProperty');
  if (schema.patternProperties !== undefined) return unknown.map(key => invalidKey(keys, key));

  const missing = params('required', 'missingProperty');
  const choices = errors
    .flatMap(error => ({ error, names: choiceOf(error) ?? [] }))
    .filter(({ names }) => names.length);
  const wanted = [...missing, ...choices.flatMap(({ names }) => names)];
  const others = Object.keys(schema.properties ?? {}).filter(name => !present.includes(name));
  const taken = new Set<string>();
  const flaws = unknown.map(key => {
    const candidates = [...new Set([...wanted, ...others])].filter(
      name => !taken.has(name) && others.includes(name),
    );
    const flaw = unknownKey(keys, key, candidates);
    if (flaw.meant !== undefined) taken.add(flaw.meant);
    return flaw;
  });
  for (const name of missing) if (!taken.has(name)) flaws.push(missingKey(keys, name));
  for (const { error, names } of choices) {
    if (names.filter(name => present.includes(name)).length > 1) flaws.push(exclusive(keys, names));
    else if (!names.some(name => taken.has(name))) flaws.push(missingChoice(keys, error, names));
  }
  return flaws;
}
