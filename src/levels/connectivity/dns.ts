import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { nameOf, targetsOf, timeoutOf } from './targets.ts';

/** The host name of a target is known. */
export const check = defineCheck({
  id: 'connectivity.dns',
  level: 'connectivity',
  severity: 'error',
  title: 'The host name has an address',
  why: 'Without an address nothing can be reached, and every client says so in its own words.',
  source: 'RFC 1034 §4.3, RFC 2308 §2',
  probe: 'dns',
  codes: {
    ENOTFOUND: {
      title: 'Host name not found',
      cause: 'The name is misspelt, its record was removed, or it is only known in another network.',
      fix: 'Check the name under `targets`, then its DNS records.',
    },
  },
  instances: loaded =>
    targetsOf(loaded).flatMap(({ name, endpoint }) => {
      const host = nameOf(endpoint);
      if (host === undefined) return [];
      return [{ subject: name, params: { host }, expectation: undefined, timeoutMs: timeoutOf(loaded) }];
    }),
  evaluate({ host, addresses }) {
    if (addresses.length > 0)
      return pass(`${host} is ${addresses.join(', ')}`, { addresses: [...addresses] });
    return fail('ENOTFOUND', `${host} has no address`, { expected: 'an address', got: 'none' });
  },
});
