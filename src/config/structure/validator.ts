import type { ErrorObject } from 'ajv';
import { ConfigSchema } from '../schema/config.ts';

/** All errors of a document against the JSON Schema of failsafe.yaml. */
export type Validator = (value: unknown) => readonly ErrorObject[];

/** Whether a text is a regular expression as failsafe reads them. */
export function isUnicodeRegex(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

let compiled: Promise<Validator> | undefined;

async function compile(): Promise<Validator> {
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, strictNumbers: true });
  ajv.addFormat('regex', isUnicodeRegex);
  const validate = ajv.compile(ConfigSchema);
  return value => (validate(value) ? [] : (validate.errors ?? []));
}

/** Compiling takes almost half a second, so it is done once, and only to explain a file that is wrong. */
export const loadValidator = (): Promise<Validator> => (compiled ??= compile());
