import type { Fix } from '../../model/verdict.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { applied, checkedServices, needsRunning, stateOf } from './service-checks.ts';

const recreate = (service: string): Fix => ({
  text: 'Recreate it, which joins its networks anew.',
  act: { action: 'recreate', service },
});

/** The service is in the networks of the stack, by its name. */
export const check = defineCheck({
  id: 'containers.network',
  level: 'containers',
  severity: 'error',
  title: 'The service is in its network under its name',
  why: 'A service that was taken out of its network runs, says that it is healthy, and nobody reaches it.',
  source: 'Docker documentation: Networking in Compose',
  probe: 'services',
  codes: {
    NETWORK_LEFT: {
      title: 'Not in the network that it was made for',
      cause: 'Somebody disconnected it (`docker network disconnect`), or its network was made anew.',
      fix: 'Recreate it with `docker compose up -d --force-recreate`, which joins its networks anew.',
    },
    NAME_MISSING: {
      title: 'Its name is unknown in its network',
      cause: 'It was connected to the network by hand, without the alias that docker compose gives it.',
      fix: 'Recreate it with `docker compose up -d --force-recreate`, which gives it its name again.',
    },
  },
  instances: loaded =>
    checkedServices(loaded).map(one => ({
      ...applied(one),
      params: {},
      needs: needsRunning(one),
      expectation: { service: one.service },
    })),
  evaluate(states, expectation) {
    const { service } = expectation;
    const { network } = stateOf(states, expectation);
    if (network === undefined) return skip('has no network of its own here');
    const { left, nameless } = network;
    if (left !== undefined) {
      return fail('NETWORK_LEFT', `is not in the network ${left} any more`, {
        expected: `in ${left}`,
        got: 'not in it',
        fixes: [recreate(service)],
      });
    }
    if (nameless.length > 0) {
      return fail('NAME_MISSING', `is not known as ${service} in the network ${nameless.join(', ')}`, {
        expected: `the name ${service}`,
        got: 'no such name',
        fixes: [recreate(service)],
      });
    }
    return pass('is in its network under its name');
  },
});
