import { formatDuration } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { onWorkerScript } from './app.ts';

/** After a day browsers ask the server in any case; proxies and CDNs do not. */
const LONGEST_SECONDS = 86_400;

/** Whether a new worker gets to the users. */
export const check = defineCheck({
  id: 'pwa.worker-cache',
  level: 'pwa',
  severity: 'warning',
  title: 'The worker script is not cached for long',
  why: 'Whoever serves a stale worker keeps users on the old release, and on its faults.',
  source: 'W3C Service Workers, Update algorithm',
  probe: 'pwa',
  codes: {
    WORKER_CACHED_LONG: {
      title: 'The worker script may be cached for long',
      cause: 'It gets the same headers as the assets with a hash in their names.',
      fix: 'nginx: location = /sw.js { add_header Cache-Control "no-cache"; }',
    },
  },
  instances: loaded => onWorkerScript(loaded, ['worker-script']),
  evaluate({ worker }) {
    if (worker === undefined) return skip('failsafe.yaml names no worker script');
    const { maxAge = 0 } = worker;
    const time = formatDuration(maxAge * 1000);
    if (maxAge <= LONGEST_SECONDS)
      return pass(maxAge === 0 ? 'it is asked for anew' : `it may be cached for ${time}`);
    return fail('WORKER_CACHED_LONG', `the worker script may be cached for ${time}`, {
      expected: `at most ${formatDuration(LONGEST_SECONDS * 1000)}`,
      got: time,
    });
  },
});
