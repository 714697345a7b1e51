import { formatDuration } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { applied, checkedServices, needsRunning, stateOf } from './service-checks.ts';

const TEN_MINUTES = 600_000;
/** A service that came back this short ago is between two crashes until it has proved otherwise. */
const PROBATION_MS = 10_000;

/** The service stays up. */
export const check = defineCheck({
  id: 'containers.restarts',
  level: 'containers',
  severity: 'error',
  title: 'The service stays up',
  why: 'A service that crashes and is started again looks well most of the time; its restarts give it away.',
  source: 'Docker documentation: Start containers automatically, restart policies',
  probe: 'services',
  codes: {
    CRASH_LOOP: {
      title: 'Restarted a moment ago, not for the first time',
      cause: 'It ends soon after each start, and its restart policy starts it again.',
      fix: 'Read the log from before the last restart: it says why.',
    },
    RESTARTED: {
      title: 'Restarted by the engine',
      cause: 'It ended by itself and its restart policy brought it back.',
      fix: 'Read the log from before the last restart; allow it with `containers.services.<name>.restarts` only if it is meant.',
    },
  },
  instances: loaded =>
    checkedServices(loaded).map(one => ({
      ...applied(one),
      params: {},
      needs: needsRunning(one),
      excusedBy: [`containers.oom:${one.service}`],
      expectation: {
        service: one.service,
        allowed: one.declared.restarts ?? 0,
        windowMs: one.declared.restartWindow ?? TEN_MINUTES,
        now: Date.now,
      },
    })),
  evaluate(states, { service, allowed, windowMs, now }) {
    const { state, restarts, startedAt, exitCode, oomKilled } = stateOf(states, { service });
    const evidence = { restarts, startedAt, exitCode, oomKilled };
    const memory = oomKilled ? '; a process of it was killed for want of memory' : '';
    const details = {
      expected: `at most ${allowed} restarts, or none within ${formatDuration(windowMs)}`,
      got: `${restarts} restarts, the last start at ${startedAt ?? 'an unknown time'}`,
      evidence,
      fixes: [
        ...(oomKilled ? [{ text: 'Raise its memory limit, or have it use less.' }] : []),
        { text: 'Read its log from before the last restart.', act: { action: 'logs', service } as const },
      ],
    };
    if (state === 'restarting') return fail('CRASH_LOOP', `is being restarted${memory}`, details);
    if (restarts === 0) return pass('was never restarted', evidence);
    const started = Date.parse(startedAt ?? '');
    const age = Number.isNaN(started) ? 0 : Math.max(0, now() - started);
    if (age < PROBATION_MS) {
      return fail(
        'CRASH_LOOP',
        `was restarted ${restarts} times, the last time ${formatDuration(age)} ago${memory}`,
        details,
      );
    }
    if (restarts > allowed && age < windowMs) {
      return fail(
        'RESTARTED',
        `was restarted ${restarts} times, the last time ${formatDuration(age)} ago${memory}`,
        { ...details, isOver: true },
      );
    }
    return pass(`has been up for ${formatDuration(age)}`, evidence);
  },
});
