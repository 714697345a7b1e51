import { formatDuration } from '../../config/units.ts';
import { judgeLatency, judgeStatus } from '../../matching/judge-http-head.ts';
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
    ANSWER_CHANGED: {
      title: 'Slow at one look, refused at the next',
      cause: 'One of several instances is broken, or the service answers some requests only.',
      fix: 'Ask it several times; compare the logs of its instances.',
    },
  },
  instances: loaded =>
    endpointsOf(loaded).flatMap(declared => {
      const latency = { ...loaded.config.api?.latency, ...declared.endpoint.expect.latency };
      if (latency.fail === undefined && latency.warn === undefined) return [];
      return [
        {
          ...applied(loaded, declared),
          needs: needsAnswer(declared),
          expectation: { latency, status: declared.endpoint.expect.status },
        },
      ];
    }),
  evaluate(answer, expectation) {
    // The first look was judged by `api.status`; a second one is judged here alone.
    const changed = judgeStatus(answer, expectation).map(one => ({
      ...one,
      code: 'ANSWER_CHANGED' as const,
    }));
    const found = changed.length > 0 ? changed : judgeLatency(answer, expectation);
    return verdictOf(answer, found, `answered in ${formatDuration(answer.durationMs)}`);
  },
});
