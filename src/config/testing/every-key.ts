import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The folder with the example that has every key of the format. */
export const EVERY_KEY = join(import.meta.dirname, 'every-key');

/** A file of the example as text. */
export const exampleText = (file = 'failsafe.yaml'): string => readFileSync(join(EVERY_KEY, file), 'utf8');

/** The example as a fresh value. */
export const exampleValue = (): Record<string, unknown> => parse(exampleText());
