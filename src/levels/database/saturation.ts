import { defineCheck } from '../check.ts';
import { fail, pass, warn } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

const DEFAULT_BELOW_PERCENT = 90;

interface Share {
  readonly percent: number;
  readonly message: string;
}

function shareOf(used: number, of: number, whose = ''): Share {
  const percent = of === 0 ? 100 : Math.round((used / of) * 100);
  return { percent, message: `${used} of ${of} connections${whose} are in use (${percent} %)` };
}

/** Whether ordinary roles still get a connection. */
export const check = defineCheck<'postgres', { below: number }, 'SATURATED' | VitalCode>({
  id: 'database.saturation',
  level: 'database',
  severity: 'error',
  title: 'Connections are left',
  why: 'When the last slot is taken every new request of the application fails, though the database is well.',
  source:
    'PostgreSQL: max_connections, superuser_reserved_connections, reserved_connections, CONNECTION LIMIT',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    SATURATED: {
      title: 'The connections are nearly used up',
      cause:
        'A service leaks connections, its pool is larger than the server allows, or too many instances run.',
      fix: 'Make pools smaller or restart the service that leaks; then raise max_connections (or the CONNECTION LIMIT that is named) or add a pooler.',
    },
  },
  instances: loaded =>
    onDatabase(loaded, ({ connections }) => ({ below: connections?.below ?? DEFAULT_BELOW_PERCENT })),
  evaluate: (seen, { below }) =>
    judgeVital(seen, 'connections', ({ max, reserved, used, holders, limits }) => {
      const whole = shareOf(used, max - reserved);
      const evidence = {
        max,
        reserved,
        used,
        holders: holders.map(one => ({ ...one })),
        limits: limits.map(one => ({ ...one })),
      };
      const details = ({ percent }: Share) => ({
        expected: `less than ${below} %`,
        got: `${percent} %`,
        evidence,
      });
      const [first] = holders;
      const most =
        first && `${first.count} by role ${first.user}, application ${first.application || 'unnamed'}`;
      if (whole.percent >= below)
        return fail('SATURATED', [whole.message, most].filter(Boolean).join(', '), details(whole));
      // A pool may hold all that its role is allowed, and be well
      const full = limits
        .map(one => shareOf(one.used, one.limit, ` of ${one.of}`))
        .find(({ percent }) => percent >= below);
      return full === undefined
        ? pass(whole.message, evidence)
        : warn('SATURATED', full.message, details(full));
    }),
});
