import { type Flaw, formatPath } from '../flaw.ts';
import { isMap } from '../is-map.ts';
import { literalSecrets } from '../literal-secrets.ts';
import { type SentText, sentTexts } from '../sent-texts.ts';
import type { FileFacts } from './facts.ts';

/** A name that is that of a secret to the end: not `TOKEN_BACKEND`. */
const SECRET =
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|secret|signing|private)[-_]?key|credentials?)$/i;

/** Where a secret can be given by its type. */
const isTyped = ({ path }: SentText) =>
  (path[0] === 'stack' && path.includes('env')) || (path[0] === 'auth' && path[1] === 'account');

/** Header fields that carry nothing but credentials. */
const CREDENTIALS = /^(?:authorization|proxy-authorization|x-api-key|api-key|x-auth-token)$/i;

/** Whether what stands at the path is a request that is to succeed. One that is to be refused may hold any credential. */
function succeeds(written: FileFacts['written'], { path }: SentText): boolean {
  const request = written(path.slice(0, path.lastIndexOf('headers')));
  const expect = isMap(request) ? request.expect : undefined;
  const status = isMap(expect) ? expect.status : undefined;
  return status === undefined || [status].flat().every(one => Number(one) < 400);
}

/** `${NAME}` is no literal, whatever its value. */
const isLiteral = (written: FileFacts['written'], { path }: SentText) =>
  !String(written(path)).includes('${');

/**
 * A secret never stands in the file. Only where that is certain: a password that is sent may be a wrong one on purpose,
 * or that of a user who is made up.
 */
export function literals({ config, written }: FileFacts): Flaw[] {
  return sentTexts(config).flatMap((sent): Flaw[] => {
    const { name, text, path } = sent;
    const typed = isTyped(sent);
    const certain =
      (typed && (SECRET.test(name) || literalSecrets('', text).length > 0)) ||
      (path.includes('headers') && CREDENTIALS.test(name) && succeeds(written, sent));
    if (!certain || !isLiteral(written, sent) || literalSecrets(name, text).length === 0) return [];
    return [
      {
        code: 'CONFIG_LITERAL_SECRET',
        path,
        message: `${formatPath(path)} holds a secret, which must not stand in this file`,
        expected: typed
          ? 'a secret: { env: NAME }, { file: PATH } or { compose: SERVICE.NAME }'
          : `a text with a variable, such as \${API_TOKEN}`,
        got: 'a literal (not shown)',
        fix: typed
          ? 'Put it into an environment variable and name that: { env: NAME }.'
          : `Put it into an environment variable, and write \${NAME} in its place.`,
      },
    ];
  });
}
