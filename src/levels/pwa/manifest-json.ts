import { defineCheck } from '../check.ts';
import { markOf } from '../mark-of.ts';
import { fail, pass, skip, warn } from '../verdict.ts';
import { describeAnswer, isFallback, NO_FALLBACK_FOR_FILES } from './answer.ts';
import { onApp } from './app.ts';

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isJsonType = (mediaType: string) => /^application\/(json|[\w.-]+\+json)$/.test(mediaType);

/** Whether the manifest is there and can be read. */
export const check = defineCheck({
  id: 'pwa.manifest-json',
  level: 'pwa',
  severity: 'error',
  title: 'The manifest can be read',
  why: 'A manifest that is missing, or a page in its place, costs the installation, the icon and the name, and nothing else shows it.',
  source: 'W3C Web Application Manifest, §3',
  probe: 'pwa',
  codes: {
    MANIFEST_NO_ANSWER: {
      title: 'Nothing answers for the manifest',
      cause: 'The host in the link cannot be reached, or it breaks off the connection.',
      fix: 'Serve the manifest from the origin of the page.',
    },
    MANIFEST_STATUS: {
      title: 'The manifest does not answer 200',
      cause: 'The file is not deployed, or the link points elsewhere.',
      fix: 'Put the file where the link points, or correct the link.',
    },
    MANIFEST_HTML: {
      title: 'A page answers in place of the manifest',
      cause:
        'The file is missing, and the fallback of the single-page application answers 200 with index.html.',
      fix: 'Deploy the manifest, and let missing files answer 404.',
    },
    MANIFEST_EMPTY: {
      title: 'The manifest is empty',
      cause: 'The build wrote an empty file, or a copy was broken off.',
      fix: 'Build and deploy the client again.',
    },
    MANIFEST_SYNTAX: {
      title: 'The manifest is no JSON',
      cause: 'A comma, quote or bracket is wrong; comments are not allowed.',
      fix: 'Mend the file at the place that is named.',
    },
    MANIFEST_NOT_OBJECT: {
      title: 'The manifest is no JSON object',
      cause: 'Another JSON document is served under its name.',
      fix: 'Serve the manifest: an object with name, start_url, display and icons.',
    },
    MANIFEST_MIME: {
      title: 'The manifest has a wrong media type',
      cause: 'The server does not know the file name extension.',
      fix: 'nginx: types { application/manifest+json webmanifest; application/json json; }',
    },
  },
  instances: loaded => onApp(loaded, ['manifest-linked']),
  evaluate({ manifest }) {
    if (manifest === undefined) return skip('the page links no manifest');
    const { fetched, value, syntaxError, noManifest: body = '' } = manifest;
    const got = describeAnswer(fetched);
    if ('error' in fetched) return fail('MANIFEST_NO_ANSWER', fetched.error.message, { got });
    const { url, status, bytes, mediaType } = fetched;
    const mark = markOf({ url, status, body, page: isFallback(fetched) });
    if (isFallback(fetched)) {
      const message = `${url} answers 200 with a page`;
      const fixes = [NO_FALLBACK_FOR_FILES];
      return fail('MANIFEST_HTML', message, { expected: 'JSON', got, mark, fixes });
    }
    if (status !== 200)
      return fail('MANIFEST_STATUS', `${url} answers ${status}`, { expected: '200', got, mark });
    if (bytes === 0) return fail('MANIFEST_EMPTY', `${url} is empty`, { expected: 'JSON', got });
    if (syntaxError !== undefined) return fail('MANIFEST_SYNTAX', `${url}: ${syntaxError}`, { got });
    if (!isObject(value)) return fail('MANIFEST_NOT_OBJECT', `${url} is JSON, but no object`, { got });
    if (isJsonType(mediaType)) return pass(`${url} is a JSON object`);
    const details = { expected: 'application/manifest+json', got: mediaType || 'no Content-Type' };
    return warn('MANIFEST_MIME', `${url} is served as ${details.got}`, details);
  },
});
