import type { Flaw, Path } from '../../config/flaw.ts';
import { explain } from '../../config/structure/explain.ts';
import { compileParameters } from '../../matching/json-schema.ts';

/** Nothing may stand under `with`. */
const NONE = { type: 'object', additionalProperties: false };

/** Parameters as a module wants them, its defaults filled in, or what is wrong with them. */
export type Judged =
  | { readonly parameters: Record<string, unknown>; readonly flaws?: undefined }
  | { readonly flaws: readonly Flaw[] };

/** Judges `with` of failsafe.yaml by the JSON Schema of a module. */
export type ParameterJudge = (given: object | undefined, path: Path) => Judged;

/** @throws Error when the schema cannot be compiled */
export function parameterJudge(schema: object = NONE): ParameterJudge {
  const errorsOf = compileParameters(schema);
  return (given, path) => {
    const parameters: Record<string, unknown> = structuredClone({ ...given });
    const errors = errorsOf(parameters);
    if (errors.length === 0) return { parameters };
    // Where nothing is written, what is missing is told at the entry itself.
    const at = given === undefined ? path : [...path, 'with'];
    const flaws = explain(errors, (_, value) => value);
    return { flaws: flaws.map(flaw => ({ ...flaw, path: [...at, ...flaw.path] })) };
  };
}
