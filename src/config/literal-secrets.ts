import { Secret } from '../model/secret.ts';
import { looksSecret } from './looks-secret.ts';
import type { Config } from './schema/config.ts';
import { sentTexts } from './sent-texts.ts';

/** What is about a secret, and is none itself: `token_type`, `PASSWORD_FILE`, `COOKIE_SECURE`. */
const ABOUT =
  /(?:type|hint|url|uri|name|path|file|field|header|expir\w*|ttl|age|days|hours|minutes|seconds|rounds|length|alg|algorithm|secure|domain|samesite|httponly|enabled|issuer|audience)$/i;
const TEMPLATE = /\{\{[^{}]*\}\}/;
const SCHEME = /^(?:Bearer|Basic|Token|Digest|ApiKey)\s+/i;
/** `token=abc` in a query, a form or a command, and the password of an address. */
const PAIR = /([\w.-]+)=([^\s&;"']+)/g;
const USER_INFO = /:\/\/[^\s/:@]*:([^\s/@]+)@/g;
/** Shorter numbers stand everywhere. */
const LEAST_DIGITS = 4;

/** Whether a key of this name holds a secret, not something about one. */
export const holdsSecret = (name: string): boolean =>
  (looksSecret(name) || /^pass$/i.test(name)) && !ABOUT.test(name);

const isTelling = (value: string): boolean =>
  value !== '' &&
  !TEMPLATE.test(value) &&
  !/^(?:true|false|null)$/i.test(value) &&
  (!/^\d+$/.test(value) || value.length >= LEAST_DIGITS);

/** The login and the password of HTTP Basic are in the text only for those who decode it. */
function credential(text: string): string[] {
  const bare = text.replace(SCHEME, '');
  if (!/^Basic\s/i.test(text)) return [bare];
  const password = Buffer.from(bare, 'base64').toString().split(':').slice(1).join(':');
  return [bare, password];
}

/** What of a text that is sent under this name is a literal secret; templates are none. */
export function literalSecrets(name: string, text: string): string[] {
  const pairs = [...text.matchAll(PAIR)];
  const inPairs = pairs.flatMap(([, key = '', value = '']) => (holdsSecret(key) ? [value] : []));
  const inAddresses = [...text.matchAll(USER_INFO)].map(([, password = '']) => password);
  const whole = !holdsSecret(name)
    ? []
    : /^cookie$/i.test(name)
      ? pairs.map(([, , value = '']) => value)
      : credential(text);
  return [...new Set([...whole, ...inPairs, ...inAddresses])].filter(isTelling);
}

/** Every literal of the file that may be a secret, to redact: whoever wrote it there has not said that it is one. */
export const literalsOf = (config: Config): Secret[] =>
  sentTexts(config).flatMap(({ name, text }) =>
    literalSecrets(name, text).map(value => new Secret(name, value)),
  );
