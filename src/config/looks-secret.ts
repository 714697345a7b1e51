import { REDACTED } from '../model/secret.ts';
import { nearest } from './did-you-mean.ts';

const SECRET =
  // Slips of the pen hold secrets as well
  'pass?w?o?r?d|passphrase|pwd|secret|token|cookie|authorization|api[-_]?key|signing[-_]?key|private[-_]?key|credential';
const NAME = new RegExp(SECRET, 'i');
const LITERAL = new RegExp(
  `((?:${SECRET})[\\w-]*["']?\\s*[:=]\\s*)(?![\\s{$&*|>#!]|["']?\\$)("[^"]*"|'[^']*'|(?:Bearer|Basic|Token)\\s+\\S+|[^\\s,}]+)`,
  'gi',
);
const USER_INFO = /(:\/\/[^\s/:@]*:)[^\s/@]+@/;

/** Whether the value of a variable or key of this name is likely to be a secret. */
export const looksSecret = (name: string): boolean => NAME.test(name);

/** The variables that are likely to hold secrets: by their name, or as an address with a password. */
export const secretVariables = (
  variables: Readonly<Record<string, string>>,
): [name: string, value: string][] =>
  Object.entries(variables).filter(
    ([name, value]) => value !== '' && (looksSecret(name) || USER_INFO.test(value)),
  );

/** Keys of the format that hold secrets, and what else is called so. */
const SECRET_KEYS = ['signingKey', 'password', 'secret', 'token', 'apiKey', 'privateKey', 'authorization'];
const PAIR = /([\w-]{4,})(["']?\s*:\s+)(?![{$&*|>#![]|["']?\$)("[^"]*"|'[^']*'|[^\s,}]+)/g;

/** Slips of the pen that no list can hold: a key that is nearly one of a secret. */
const maskMisspelt = (line: string): string =>
  line.replace(PAIR, (pair, name: string, between: string) =>
    nearest(name, SECRET_KEYS) === undefined ? pair : `${name}${between}${REDACTED}`,
  );

/** Hides what looks like a literal secret in a line of source: `password: hunter2`, `postgres://me:hunter2@host`. */
export const maskLine = (line: string): string =>
  maskMisspelt(line.replace(LITERAL, `$1${REDACTED}`)).replaceAll(
    new RegExp(USER_INFO, 'g'),
    `$1${REDACTED}@`,
  );
