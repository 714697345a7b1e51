import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The library that parses YAML, loaded when a text has to be parsed: most texts were before (see parse-cache.ts). */
export const yaml = (): typeof import('yaml') => require('yaml');
