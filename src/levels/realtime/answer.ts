import { excerpt } from '../../matching/excerpt.ts';
import type { RawAnswer, RawFault } from '../../model/observations/socketio.ts';
import type { Fix } from '../../model/verdict.ts';

/** An answer in a few words: `400 {"code":3,…`, `ECONNRESET`. */
export function describeAnswer(answer: RawAnswer | RawFault): string {
  if ('error' in answer) return answer.error.code;
  const { status, mediaType, body } = answer;
  const start = mediaType === 'text/html' ? '' : excerpt(body, 80);
  return [status, mediaType, start].filter(Boolean).join(' ');
}

/** nginx does not pass these on by itself. `url` is what was asked. */
export const upgradeSnippet = (url: string): Fix => ({
  text: `Let nginx pass the upgrade on:\nlocation ${new URL(url).pathname} { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; proxy_set_header Host $host; }`,
});
