import { excerpt } from '../../matching/excerpt.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { applied, checkedServices, needsRunning } from './service-checks.ts';

const DEFAULT_TAIL = 200;
/** What was mended is not to be red for long; a run of ours takes less. */
const ONE_MINUTE = 60_000;
const SHOWN = 5;

/**
 * The log holds no line that is declared to be a sign of trouble. Old lines do not count, else a service that was mended
 * would be red until its container is made anew; nor do those of an earlier life, which `containers.restarts` tells of.
 */
export const check = defineCheck({
  id: 'containers.logs',
  level: 'containers',
  severity: 'error',
  title: 'The log is free of forbidden lines',
  why: 'Some faults show in the log long before a request fails. Lines count that the service wrote since its last start, and no longer ago than `within` (1m).',
  source: 'The Twelve-Factor App, XI: Logs; Docker documentation: docker container logs',
  probe: 'logs',
  codes: {
    LOG_FORBIDDEN: {
      title: 'A forbidden line is in the log',
      cause: 'The service met a fault that failsafe.yaml names under `logs.forbid`.',
      fix: 'Read the lines around it, and mend what they say. The line counts until it is older than `within`, is no longer in the `tail` of the log, or the service is restarted.',
    },
  },
  instances: loaded =>
    checkedServices(loaded).flatMap(one => {
      const { logs } = one.declared;
      if (logs === undefined) return [];
      return [
        {
          ...applied(one),
          params: {
            service: one.service,
            tail: logs.tail ?? DEFAULT_TAIL,
            withinMs: logs.within ?? ONE_MINUTE,
          },
          needs: needsRunning(one),
          excusedBy: [`containers.restarts:${one.service}`],
          expectation: { service: one.service, forbid: logs.forbid },
        },
      ];
    }),
  evaluate(lines, { service, forbid }) {
    const found = forbid.flatMap(pattern => {
      const regex = new RegExp(pattern, 'u');
      return lines.filter(line => regex.test(line)).map(line => ({ pattern, line: excerpt(line) }));
    });
    const [first] = found;
    if (first === undefined) return pass(`none of the last ${lines.length} lines is forbidden`);
    return fail('LOG_FORBIDDEN', `${found.length} forbidden lines in its log: ${first.line}`, {
      expected: `no line that matches ${forbid.join(' or ')}`,
      got: first.line,
      evidence: { lines: found.slice(0, SHOWN), found: found.length },
      fixes: [{ text: 'Read the lines around it.', act: { action: 'logs', service } }],
    });
  },
});
