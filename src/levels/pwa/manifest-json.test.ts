import { judges } from '../../../tests/support/judges.ts';
import type { Fetched, Resource } from '../../model/observations/pwa.ts';
import { check } from './manifest-json.ts';
import { answer, app, fallback, MANIFEST, silence } from './testing.ts';

const PATH = '/manifest.json';
const got = (fetched: Fetched, value: unknown = MANIFEST) => app({ manifest: { fetched, value } });
const as = (more: Partial<Resource>) => got(answer(PATH, more));
const unreadable = (more: Partial<Resource>) =>
  app({ manifest: { fetched: answer(PATH, more), syntaxError: 'Unexpected end of JSON input' } });

judges(check, null, [
  ['JSON', got(answer(PATH)), 'pass OK'],
  ['its own media type', as({ mediaType: 'application/manifest+json' }), 'pass OK'],
  ['no manifest', app({ manifest: undefined }), 'skip SKIPPED'],
  ['no answer', got(silence(PATH)), 'fail MANIFEST_NO_ANSWER'],
  ['missing', as({ status: 404 }), 'fail MANIFEST_STATUS'],
  ['missing, with a page that says so', got({ ...fallback(PATH), status: 404 }), 'fail MANIFEST_STATUS'],
  ['a page in its place', got(fallback(PATH)), 'fail MANIFEST_HTML'],
  ['a page that says it is JSON', as({ html: true }), 'fail MANIFEST_HTML'],
  ['empty', unreadable({ bytes: 0 }), 'fail MANIFEST_EMPTY'],
  ['cut off', unreadable({}), 'fail MANIFEST_SYNTAX'],
  ['an array', got(answer(PATH), []), 'fail MANIFEST_NOT_OBJECT'],
  ['null', got(answer(PATH), null), 'fail MANIFEST_NOT_OBJECT'],
  ['text', as({ mediaType: 'text/plain' }), 'warn MANIFEST_MIME'],
  ['no media type', as({ mediaType: '' }), 'warn MANIFEST_MIME'],
]);
