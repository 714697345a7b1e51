import { formatSize } from '../../config/units.ts';
import type { Fetched } from '../../model/observations/pwa.ts';

/** An answer in a few words: `404 text/html`, `ECONNREFUSED`. */
export function describeAnswer(fetched: Fetched): string {
  if ('error' in fetched) return fetched.error.code;
  const { status, mediaType, bytes } = fetched;
  return `${status} ${mediaType || 'without Content-Type'}, ${bytes === 0 ? 'empty' : formatSize(bytes)}`;
}

/** The nearest thing to a proof that a file is missing: the server answers with the page of the application. */
export const isFallback = (fetched: Fetched): boolean =>
  !('error' in fetched) && fetched.status === 200 && fetched.html;

/** nginx: only what is a page may fall back to index.html. */
export const NO_FALLBACK_FOR_FILES = {
  text: 'Let the server answer 404 for files that do not exist, and fall back to index.html for pages only. In nginx:\nlocation ~* \\.(?:js|json|webmanifest|png|svg|ico|webp)$ { try_files $uri =404; }',
} as const;
