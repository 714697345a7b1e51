/** Every code of a flaw in failsafe.yaml or in a file beside it, and what it means. */
export const CONFIG_CODES = {
  CONFIG_FILE_MISSING: 'A file is not there or cannot be read',
  CONFIG_SYNTAX: 'Not valid YAML, or a bad line of an env file',
  CONFIG_DUPLICATE_KEY: 'A key stands twice in one map',
  CONFIG_UNKNOWN_KEY: 'A key that the format does not know',
  CONFIG_MISSING_KEY: 'A key that must be there is not',
  CONFIG_EXCLUSIVE_KEYS: 'Keys of which only one may stand',
  CONFIG_INVALID_KEY: 'A name of a form that is not allowed',
  CONFIG_INVALID_VALUE: 'A value of the wrong type or form, or one that contradicts another',
  CONFIG_INVALID_REGEX: 'Not a regular expression (ECMAScript, flag u)',
  CONFIG_INVALID_JSONPATH: 'Not an RFC 9535 JSONPath',
  CONFIG_JSON_SCHEMA: 'A JSON Schema that cannot be used',
  CONFIG_INEXACT_NUMBER: 'A number beyond 2^53, for which its neighbours pass',
  CONFIG_VACUOUS: 'An expectation that can never fail',
  CONFIG_LITERAL_SECRET: 'A secret that stands in the file itself',
  CONFIG_UNSET_VARIABLE: 'An environment variable or secret file that is unset or empty',
  CONFIG_UNKNOWN_VARIABLE: 'A {{variable}} that nothing defines',
  CONFIG_UNKNOWN_REFERENCE: 'A name that nothing in the file has',
  CONFIG_DUPLICATE_NAME: 'Two things of one kind with the same name',
  CONFIG_CYCLE: 'Services that wait for one another',
  CONFIG_EXTENSION: 'A module of `extensions` that cannot be used',
  CONFIG_STACK: 'The stack cannot run in the chosen runtime, or its descriptions differ',
  RUNTIME_UNKNOWN: 'A runtime that does not exist',
} as const;

/** One of {@link CONFIG_CODES}. */
export type ConfigCode = keyof typeof CONFIG_CODES;
