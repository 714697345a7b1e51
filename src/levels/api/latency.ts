import { formatDuration } from '../../config/units.ts';
import { judgeLatency } from '../../matching/judge-http-head.ts';
import { defineCheck } from '../check.ts';
import { applied, endpointsOf, needsAnswer } from './endpoints.ts';
import { verdictOf } from './verdict-of.ts';

/** An endpoint answers in the time that is declared. */
export const check = defineCheck({
  id: 'api.latency',
  level: 'api',
  severity: 'error',
  title: 'The endpoint answers in time',
  why: 'What takes seconds is down for the people who wait.',
  source: 'Google, Site Reliability Engineering: The Four Golden Signals',
  probe: 'http',
  codes: {
    HTTP_SLOW: {
      title: 'The answer takes too long',
      cause: 'A slow query, a locked row, a service behind that hangs, or a machine without CPU to spare.',
      fix: 'Look at the level database (blocked sessions, long transactions) and at `containers.cpu`, then profile the handler.',
    },
  },
  instances: loaded =>
    endpointsOf(loaded).flatMap(declared => {
      const latency = { ...loaded.config.api?.latency, ...declared.endpoint.expect.latency };
      if (latency.fail === undefined && latency.warn === undefined) return [];
      return [{ ...applied(loaded, declared), needs: needsAnswer(declared), expectation: { latency } }];
    }),
  evaluate: (answer, expectation) =>
    verdictOf(answer, judgeLatency(answer, expectation), `answered in ${formatDuration(answer.durationMs)}`),
});
