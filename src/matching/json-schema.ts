import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Ajv, ErrorObject, Options } from 'ajv';
import { causeChain, ProblemError } from '../model/problem.ts';
import { type Mismatch, MOST_MISMATCHES, mismatch, show } from './mismatch.ts';
import { asserts, impliedType } from './schema-says.ts';

/** Judges a document by one schema. */
export type SchemaJudge = (document: unknown) => Mismatch<'SCHEMA_MISMATCH'>[];

const OPTIONS: Options = {
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  allowUnionTypes: true,
  verbose: true,
};
/** Annotations of OpenAPI documents, which assert nothing. */
const ANNOTATIONS = ['example', 'xml', 'externalDocs', 'discriminator'];
const MOST_REFERENCES = 100;

type Document = Record<string, unknown>;

const require = createRequire(import.meta.url);
/** Loaded when there is a schema. */
const library = () => ({
  Ajv: (require('ajv') as typeof import('ajv')).Ajv,
  Ajv2020: (require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')).Ajv2020,
  addFormats: (require('ajv-formats') as typeof import('ajv-formats')).default,
});

function validatorFor(document: Document, options: Options): Ajv {
  const { Ajv, Ajv2020, addFormats } = library();
  const dialect = document.$schema ?? 'https://json-schema.org/draft/2020-12/schema';
  const Dialect = /2020-12/.test(String(dialect)) ? Ajv2020 : Ajv;
  if (Dialect === Ajv && !/draft-07/.test(String(dialect))) {
    throw new Error(`${show(dialect)} is neither 2020-12 nor draft-07`);
  }
  const ajv = new Dialect({ ...OPTIONS, ...options });
  addFormats(ajv);
  for (const keyword of ANNOTATIONS) ajv.addKeyword(keyword);
  return ajv;
}

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Document;

const missingReference = (error: unknown): string | undefined => {
  const missing = (error as { missingSchema?: unknown } | undefined)?.missingSchema;
  return typeof missing === 'string' && missing.startsWith('file:') ? missing : undefined;
};

/** Compiles, and reads the files that `$ref` names relative to the schema. */
function compile(document: Document, base: string, allErrors: boolean): SchemaJudge {
  if (!asserts(document)) throw new Error('the schema asserts nothing: it holds for every document');
  const ajv = validatorFor(document, { allErrors });
  ajv.addSchema(document, base);
  for (let reads = 0; ; reads++) {
    try {
      const validate = ajv.getSchema(base);
      if (validate === undefined) throw new Error('the schema cannot be compiled');
      return candidate =>
        validate(candidate) ? [] : (validate.errors ?? []).slice(0, MOST_MISMATCHES).map(toMismatch);
    } catch (error) {
      const missing = missingReference(error);
      if (missing === undefined || reads === MOST_REFERENCES) throw error;
      ajv.addSchema(readJson(fileURLToPath(missing)), missing);
    }
  }
}

function toMismatch(error: ErrorObject): Mismatch<'SCHEMA_MISMATCH'> {
  const detail = error.params.additionalProperty ?? error.params.allowedValues ?? error.params.allowedValue;
  const expected = `${error.message ?? error.keyword}${detail === undefined ? '' : ` (${show(detail)})`}`;
  const path = error.instancePath || '/';
  return {
    ...mismatch('SCHEMA_MISMATCH', path, expected, show(error.data, path)),
    message: `${path} ${expected}, got ${show(error.data, path)}`,
  };
}

/** Of a larger document only the first mismatch is told: Ajv keeps all of them, and there may be one in each value. */
const MOST_VALUES = 20_000;

function isLarge(document: unknown): boolean {
  const left: unknown[] = [document];
  for (let count = 0; left.length > 0; count++) {
    if (count + left.length > MOST_VALUES) return true;
    const value = left.pop();
    if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) left.push(inner);
  }
  return false;
}

function createJudge(document: Document, base: string): SchemaJudge {
  const type = impliedType(document);
  const whole = type === undefined ? document : { ...document, type };
  const first = compile(whole, base, false);
  const all = compile(whole, base, true);
  return candidate => (isLarge(candidate) ? first(candidate) : all(candidate));
}

/**
 * Compiles the schema of parameters. What it gives fills defaults in, in place, and tells all errors.
 *
 * @throws Error when the schema is none
 */
export function compileParameters(schema: object): (parameters: unknown) => readonly ErrorObject[] {
  const validate = validatorFor(schema as Document, { allErrors: true, useDefaults: true }).compile(schema);
  return parameters => (validate(parameters) ? [] : (validate.errors ?? []));
}

const cache = new Map<string, SchemaJudge>();

/**
 * The judge of a `schema` in failsafe.yaml: a file relative to `root`, or the schema itself. One that speaks of
 * properties without `type` asks for an object, one that speaks of items for an array. It reads files, so call
 * it when the plan is made; a file that did not change is compiled once.
 *
 * @throws ProblemError CONFIG_JSON_SCHEMA
 */
export function loadSchema(root: string, reference: string | object): SchemaJudge {
  const inline = typeof reference !== 'string';
  const file = inline ? resolve(root, 'inline.json') : resolve(root, reference);
  try {
    const key = inline ? `${root} ${JSON.stringify(reference)}` : `${file} ${statSync(file).mtimeMs}`;
    const judge =
      cache.get(key) ??
      createJudge(inline ? (reference as Document) : readJson(file), pathToFileURL(file).href);
    cache.set(key, judge);
    return judge;
  } catch (error) {
    throw new ProblemError([
      {
        code: 'CONFIG_JSON_SCHEMA',
        message: `the JSON Schema ${inline ? 'in failsafe.yaml' : `"${reference}"`} cannot be used`,
        causes: causeChain(error),
        fix: 'Name a JSON file that exists, relative to failsafe.yaml, with a valid schema of draft-07 or 2020-12.',
      },
    ]);
  }
}
