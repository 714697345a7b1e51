import { formatSize } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { boundInBytes, formatBound } from './amount.ts';

const FIVE_PERCENT = 5;

/** There is room left for images, volumes and logs. */
export const check = defineCheck({
  id: 'containers.disk',
  level: 'containers',
  severity: 'error',
  title: 'The disk of the stack has room left',
  why: 'On a full disk databases stop, builds fail and logs are lost, each with an error of its own.',
  source: 'PostgreSQL: Disk Full Failure; Docker documentation: Prune unused Docker objects',
  probe: 'disk',
  codes: {
    DISK_FULL: {
      title: 'Too little room on the disk',
      cause: 'Old images, build cache, logs without rotation, or data that grew.',
      fix: 'Look with `docker system df`, then remove what is old: `docker builder prune`, `docker image prune`. No volumes.',
    },
  },
  instances: ({ config, topology }) =>
    topology.services.length === 0
      ? []
      : [
          {
            subject: 'stack',
            params: {},
            expectation: { free: config.containers?.disk?.free ?? FIVE_PERCENT },
          },
        ],
  evaluate({ path, totalBytes, freeBytes }, { free }) {
    const wanted = boundInBytes(free, totalBytes) ?? 0;
    const evidence = { path, totalBytes, freeBytes };
    const got = `${formatSize(freeBytes)} of ${formatSize(totalBytes)} free on ${path}`;
    if (freeBytes >= wanted) return pass(got, evidence);
    return fail('DISK_FULL', `only ${got}`, {
      expected: `at least ${formatBound(free)} free`,
      got,
      evidence,
    });
  },
});
