import type { ErrorObject } from 'ajv';
import { isMap } from '../is-map.ts';
import type { JsonSchema } from './describe-schema.ts';
import { choiceOf, explainKeys } from './explain-keys.ts';
import { explainValue, wrongValue } from './explain-value.ts';
import { byInstance, type Explained, pathOf, type Shown } from './explained.ts';

const isUnion = (error: ErrorObject) =>
  (error.keyword === 'anyOf' || error.keyword === 'oneOf') && choiceOf(error) === undefined;

/** Whether an error was found while a branch of the union (or choice) was tried. */
const isInside = (error: ErrorObject, union: ErrorObject) =>
  error.schemaPath.startsWith(`${union.schemaPath}/`) &&
  `${error.instancePath}/`.startsWith(`${union.instancePath}/`);

interface Branch {
  readonly schema: JsonSchema;
  readonly flaws: readonly Explained[];
  /** Keys of the value that the branch knows, minus its flaws. */
  readonly score: number;
  readonly known: number;
}

function branchOf(union: ErrorObject, index: number, inner: readonly ErrorObject[], shown: Shown): Branch {
  const schema = (union.schema as readonly JsonSchema[])[index] ?? {};
  const own = inner.filter(error => error.schemaPath.startsWith(`${union.schemaPath}/${index}/`));
  const flaws = explain(own, shown);
  const depth = pathOf(union.instancePath).length;
  const keys = isMap(union.data) ? Object.keys(union.data) : [];
  const known = keys.filter(key => Object.hasOwn(schema.properties ?? {}, key)).length;
  const wrongType = flaws.some(flaw => flaw.wrongType && flaw.path.length === depth);
  return { schema, flaws, known, score: wrongType ? Number.NEGATIVE_INFINITY : known - flaws.length };
}

const lacksKey = ({ flaws }: Branch, depth: number) =>
  flaws.some(({ code, path }) => code === 'CONFIG_MISSING_KEY' && path.length === depth);

/** The flaws of the branch that fits best; one flaw about the whole when none fits better than others. */
function explainUnion(union: ErrorObject, inner: readonly ErrorObject[], shown: Shown): Explained[] {
  const path = pathOf(union.instancePath);
  const schema = union.parentSchema as JsonSchema;
  const indexes = (union.schema as readonly JsonSchema[]).keys();
  const branches = [...indexes].map(index => branchOf(union, index, inner, shown));
  const best = branches.reduce((one, other) => (other.score > one.score ? other : one));
  const whole = wrongValue(path, schema, union.data, shown);
  if (best.score === Number.NEGATIVE_INFINITY) return [{ ...whole, wrongType: true }];
  if (!isMap(union.data)) return [...best.flaws];
  const guessed = best.flaws.some(flaw => flaw.meant !== undefined);
  const ties = branches.filter(branch => branch.score === best.score && lacksKey(branch, path.length));
  return (best.known === 0 && !guessed) || ties.length > 1 ? [whole] : [...best.flaws];
}

/** Turns the errors of ajv into flaws that people can act on: one for each mistake, not one for each failed keyword. */
export function explain(errors: readonly ErrorObject[], shown: Shown): Explained[] {
  // What is no map at all is wrong for that alone
  const own = errors.filter(error => choiceOf(error) === undefined || isMap(error.data));
  const rest = new Set(own);
  const unions = own.filter(error => isUnion(error) || choiceOf(error) !== undefined);
  const flaws: Explained[] = [];
  for (const union of unions.sort((a, b) => a.schemaPath.length - b.schemaPath.length)) {
    if (!rest.has(union)) continue;
    const inner = [...rest].filter(error => isInside(error, union));
    for (const error of inner) rest.delete(error);
    if (!isUnion(union)) continue;
    rest.delete(union);
    flaws.push(...explainUnion(union, inner, shown));
  }
  const aboutKeys = (error: ErrorObject) =>
    error.keyword === 'required' || error.keyword === 'additionalProperties' || choiceOf(error) !== undefined;
  const { keys = [], values = [] } = Object.groupBy(rest, error => (aboutKeys(error) ? 'keys' : 'values'));
  return [
    ...byInstance(keys).flatMap(explainKeys),
    ...byInstance(values).flatMap(group => explainValue(group, shown)),
    ...flaws,
  ];
}
