import { judges } from '../../../tests/support/judges.ts';
import type { Fetched, PwaObservation, Resource, WorkerScriptFacts } from '../../model/observations/pwa.ts';
import { answer, app, fallback, ORIGIN, silence } from './testing.ts';
import { check } from './worker-script.ts';

const PATH = '/sw.js';
const base = app().worker as WorkerScriptFacts;
const worker = (more: Partial<WorkerScriptFacts>): PwaObservation => app({ worker: { ...base, ...more } });
const got = (fetched: Fetched) => worker({ fetched });
const as = (more: Partial<Resource>) => got(answer(PATH, { mediaType: 'text/javascript', ...more }));

judges(check, null, [
  ['JavaScript', app(), 'pass OK'],
  ['application/javascript', as({ mediaType: 'application/javascript' }), 'pass OK'],
  ['application/x-javascript', as({ mediaType: 'application/x-javascript' }), 'pass OK'],
  ['none declared', app({ worker: undefined }), 'skip SKIPPED'],
  ['no answer', got(silence(PATH)), 'fail WORKER_NO_ANSWER'],
  ['missing', as({ status: 404 }), 'fail WORKER_STATUS'],
  [
    'a redirect',
    worker({ fetched: answer(PATH, { status: 301 }), location: '/sw.js/' }),
    'fail WORKER_REDIRECT',
  ],
  ['a page in its place', got(fallback(PATH)), 'fail WORKER_HTML'],
  ['empty', as({ bytes: 0 }), 'fail WORKER_EMPTY'],
  ['text', as({ mediaType: 'text/plain' }), 'fail WORKER_MIME'],
  ['JSON', as({ mediaType: 'application/json' }), 'fail WORKER_MIME'],
  ['no media type', as({ mediaType: '' }), 'fail WORKER_MIME'],
  ['in a folder', worker({ defaultScope: `${ORIGIN}/static/`, coversPage: false }), 'fail WORKER_SCOPE'],
]);
