import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

let library: typeof import('yaml') | undefined;

/** The library that parses YAML, loaded when a text has to be parsed: most texts were before (see parse-cache.ts). */
export function yaml(): typeof import('yaml') {
  library ??= require('yaml') as typeof import('yaml');
  return library;
}
