const SECRET =
  /(?:^|^PG|[_.-]|[a-z](?=[A-Z]))(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|(?:api|access|auth|private|signing|encryption|secret|master|admin)[_-]?key|(?:secret|signing)[_-]?key[_-]?base)$/i;
const CAMEL =
  /(?:Password|Passwd|Passphrase|Secret|Token|ApiKey|AccessKey|AuthKey|PrivateKey|SigningKey|SecretKey)$/;

/** Whether what is called so holds a secret; `TOKEN_SECONDS`, `PASSWORD_FILE` and `RESET_PASSWORD_URL` do not. */
export const isSecretName = (name: string): boolean => SECRET.test(name) || CAMEL.test(name);

/** What stands where the value is filled in later, or says that there is none. */
const EMPTY = /^(?:|[01]|true|false|yes|no|on|off|null|none|undefined|nil|~|\*+|\.{3}|…|-+|x+|_+)$/i;
const REFERENCE =
  /[${}<>%]|\{\{|^\[|^\/|^(?:env|vault|op|ssm|sm|secret|file):|^!|\(|^os\.|^process\.|^settings\./i;

/** Whether a value is filled in from elsewhere, so that nothing secret stands in the file. */
export const isReference = (value: string): boolean =>
  EMPTY.test(value.trim()) || REFERENCE.test(value.trim());
