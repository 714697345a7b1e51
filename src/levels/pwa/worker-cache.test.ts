import { judges } from '../../../tests/support/judges.ts';
import type { WorkerScriptFacts } from '../../model/observations/pwa.ts';
import { app } from './testing.ts';
import { check } from './worker-cache.ts';

const cached = (maxAge: number | undefined) =>
  app({ worker: { ...(app().worker as WorkerScriptFacts), maxAge } });

judges(check, null, [
  ['nothing said', cached(undefined), 'pass OK'],
  ['asked for anew', cached(0), 'pass OK'],
  ['for a day', cached(86_400), 'pass OK'],
  ['for more than a day', cached(86_401), 'fail WORKER_CACHED_LONG'],
  ['for a year', cached(31_536_000), 'fail WORKER_CACHED_LONG'],
  ['none declared', app({ worker: undefined }), 'skip SKIPPED'],
]);
