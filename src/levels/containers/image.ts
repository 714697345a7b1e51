import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { applied, checkedServices, needsRunning, stateOf } from './service-checks.ts';

/** What runs is what would be started now. */
export const check = defineCheck({
  id: 'containers.image',
  level: 'containers',
  severity: 'warning',
  title: 'The service runs the newest image of its name',
  why: 'After a build without a restart, old code answers while everybody looks at the new.',
  source: 'Docker documentation: docker compose up',
  probe: 'services',
  codes: {
    IMAGE_STALE: {
      title: 'An older image runs',
      cause: 'The image was built or pulled again, and the container was not recreated since.',
      fix: 'Recreate the service with `docker compose up -d`.',
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
    const { image, imageCurrent, startedAt } = stateOf(states, expectation);
    if (imageCurrent === undefined) return skip('whether its image is the newest cannot be told here');
    if (imageCurrent) return pass(`runs the newest ${image}`, { image });
    return fail('IMAGE_STALE', `runs an older image than the one that is called ${image} now`, {
      expected: `the newest ${image}`,
      got: 'an older one',
      evidence: { image, startedAt },
    });
  },
});
