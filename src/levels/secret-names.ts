const SECRET =
  /^APP_KEY$|(?:^|^PG|[_.-]|[a-z](?=[A-Z]))(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|(?:api|access|auth|private|signing|encryption|secret|master|admin)[_-]?key|(?:secret|signing)[_-]?key[_-]?base)$/i;
const CAMEL =
  /(?:Password|Passwd|Passphrase|Secret|Token|ApiKey|AccessKey|AuthKey|PrivateKey|SigningKey|SecretKey)$/;

/** Whether what is called so holds a secret; `TOKEN_SECONDS`, `PASSWORD_FILE` and `RESET_PASSWORD_URL` do not. */
export const isSecretName = (name: string): boolean => SECRET.test(name) || CAMEL.test(name);

/** What stands where the value is filled in later, or says that there is none. */
const EMPTY = /^(?:|[01]|true|false|yes|no|on|off|null|none|undefined|nil|~|\*+|\.{3}|…|-+|x+|_+)$/i;
/** Marks between which templates, shells, formats and programs name what is filled in; `%40` of an address and `k$9(` are none. */
const REFERENCE =
  /\$[({]|#\{|\{\{|\{\w*\}|(?<!\$)\$[A-Z_][A-Z0-9_]{2,}|<[^<>]+>|<%|%\(\w+\)s|%[A-Z_]{3,}%|^\$\w+$|^%\w?$|^\[|^\/(?:[\w.@-]+\/)*[\w.@-]+$|^(?:env|vault|op|ssm|sm|secret|file):|^!|^\(|\w\([^()]*\)|^os\.|^process\.|^settings\./;

/** Whether a value is filled in from elsewhere, so that nothing secret stands in the file. */
export const isReference = (value: string): boolean =>
  EMPTY.test(value.trim()) || REFERENCE.test(value.trim());
