import { formatSize } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, warn } from '../verdict.ts';
import { ENGINE, onDocker } from './on-docker.ts';

const GIBIBYTE = 2 ** 30;
const LEAST = 2 * GIBIBYTE;
const SCARCE = 5 * GIBIBYTE;

/** The disk of the engine has room for images, volumes and what building them needs. */
export const check = defineCheck({
  id: 'host.disk',
  level: 'host',
  severity: 'error',
  title: 'There is room for images and volumes',
  why: 'A build on a full disk fails in its middle, and a database stops.',
  source: 'Docker documentation: Prune unused Docker objects',
  probe: 'disk',
  codes: {
    DISK_SHORT: {
      title: 'Too little room for images and volumes',
      cause: 'Old images and build cache, or logs and data of others.',
      fix: 'Look with `docker system df`, then remove what is old: `docker builder prune`, `docker image prune`. No volumes.',
    },
    DISK_SCARCE: {
      title: 'Little room for images and volumes',
      cause: 'Old images and build cache, or logs and data of others.',
      fix: 'Look with `docker system df`.',
    },
  },
  instances: loaded =>
    onDocker(loaded, () => [{ subject: 'engine', params: {}, expectation: undefined, needs: [ENGINE] }]),
  evaluate({ path, freeBytes, totalBytes }) {
    const got = `${formatSize(freeBytes)} of ${formatSize(totalBytes)} free on ${path}`;
    if (freeBytes < LEAST)
      return fail('DISK_SHORT', `only ${got}`, { expected: `at least ${formatSize(LEAST)}`, got });
    if (freeBytes < SCARCE)
      return warn('DISK_SCARCE', `only ${got}`, { expected: `at least ${formatSize(SCARCE)}`, got });
    return pass(got);
  },
});
