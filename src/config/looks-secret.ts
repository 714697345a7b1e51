import { REDACTED } from '../model/secret.ts';

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

/** Hides what looks like a literal secret in a line of source: `password: hunter2`, `postgres://me:hunter2@host`. */
export const maskLine = (line: string): string =>
  line.replace(LITERAL, `$1${REDACTED}`).replaceAll(new RegExp(USER_INFO, 'g'), `$1${REDACTED}@`);
