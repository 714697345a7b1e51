import type { Evidence } from '../../model/json.ts';
import type { ServiceState } from '../../model/stack.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { endWords } from './exit-code.ts';
import { applied, longRunning, needsRunning, stateOf } from './service-checks.ts';

const evidenceOf = ({
  state,
  exitCode,
  oomKilled,
  restarts,
  startedAt,
  finishedAt,
}: ServiceState): Evidence => ({
  state,
  exitCode,
  oomKilled,
  restarts,
  startedAt,
  finishedAt,
});

/** Every service that ran at the first look runs on at the last. */
export const check = defineCheck({
  id: 'containers.stays-up',
  level: 'containers',
  severity: 'error',
  title: 'The service still runs after all looks',
  why: 'A service that a request brings down, or that ends a moment after its start, runs at every first look.',
  source: 'Docker documentation: docker run, exit status; Start containers automatically',
  probe: 'services-after',
  codes: {
    ENDED_MEANWHILE: {
      title: 'It ended while it was looked at',
      cause:
        'A request brought it down, it gives up a moment after its start, or somebody stopped it just now.',
      fix: 'Read the end of its log: it says why.',
    },
    RESTARTED_MEANWHILE: {
      title: 'It was started anew while it was looked at',
      cause: 'It ended and its restart policy brought it back, or somebody restarted it just now.',
      fix: 'Read the log from before the last start.',
    },
  },
  instances: loaded =>
    longRunning(loaded).map(one => ({
      ...applied(one),
      params: {},
      needs: needsRunning(one),
      excusedBy: [`containers.restarts:${one.service}`, `containers.oom:${one.service}`],
      expectation: { service: one.service },
    })),
  evaluate({ before, after }, { service }) {
    const [first, last] = [stateOf(before, { service }), stateOf(after, { service })];
    const details = {
      expected: 'running all the time',
      got: last.state,
      evidence: evidenceOf(last),
      fixes: [{ text: 'Read the end of its log.', act: { action: 'logs', service } as const }],
    };
    if (first.state !== 'running') return pass('did not run at the first look');
    if (last.state === 'paused') return fail('ENDED_MEANWHILE', 'was paused while it was looked at', details);
    if (last.state !== 'running') {
      const how = last.state === 'exited' ? `ended with ${endWords(last)}` : `became ${last.state}`;
      return fail('ENDED_MEANWHILE', `${how} while it was looked at`, details);
    }
    if (last.startedAt !== first.startedAt || last.restarts > first.restarts) {
      return fail('RESTARTED_MEANWHILE', 'was started anew while it was looked at', details);
    }
    return pass('ran all the time');
  },
});
