import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onDatabase } from './instance.ts';
import { judgeVital, type VitalCode, vitalCodes } from './vital.ts';

const DEFAULT_BELOW_PERCENT = 90;

/** Whether ordinary roles still get a connection. */
export const check = defineCheck<'postgres', { below: number }, 'SATURATED' | VitalCode>({
  id: 'database.saturation',
  level: 'database',
  severity: 'error',
  title: 'Connections are left',
  why: 'When the last slot is taken every new request of the application fails, though the database is well.',
  source: 'PostgreSQL: max_connections, superuser_reserved_connections, reserved_connections',
  probe: 'postgres',
  codes: {
    ...vitalCodes,
    SATURATED: {
      title: 'The connections are nearly used up',
      cause:
        'A service leaks connections, its pool is larger than the server allows, or too many instances run.',
      fix: 'Make pools smaller or restart the service that leaks; then raise max_connections or add a pooler.',
    },
  },
  instances: loaded =>
    onDatabase(loaded, ({ connections }) => ({ below: connections?.below ?? DEFAULT_BELOW_PERCENT })),
  evaluate: (seen, { below }) =>
    judgeVital(seen, 'connections', ({ max, reserved, used, holders }) => {
      const usable = max - reserved;
      const percent = Math.round((used / usable) * 100);
      const message = `${used} of ${usable} connections are in use (${percent} %)`;
      const evidence = { max, reserved, used, holders: holders.map(one => ({ ...one })) };
      if (percent < below) return pass(message, evidence);
      const [first] = holders;
      const most =
        first && `${first.count} by role ${first.user}, application ${first.application || 'unnamed'}`;
      return fail('SATURATED', `${message}${most === undefined ? '' : `, ${most}`}`, {
        expected: `less than ${below} %`,
        got: `${percent} %`,
        evidence,
      });
    }),
});
