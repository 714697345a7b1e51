import { isMap } from '../../config/is-map.ts';
import type { Spot } from '../../model/verdict.ts';
import {
  composeServices,
  type ServicePath,
  type ServiceView,
  servicesOf,
  valueAt,
} from '../compose-services.ts';
import { ruleCheck } from '../rule.ts';

/** `256m`, `1.5gb`, `0`: as docker reads sizes. */
const SIZE = /^-?\d+(?:\.\d+)? ?(?:[kmgtp]?i?b?)?$/i;
/** `1m30s`. */
const DURATION = /^-?(?:0|(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|[smhdw]))+)$/;
const DURATIONS: readonly ServicePath[] = [
  ...['interval', 'timeout', 'start_period', 'start_interval'].map(key => ['healthcheck', key]),
  ['stop_grace_period'],
];
const SIZES: readonly ServicePath[] = [
  ['mem_limit'],
  ['mem_reservation'],
  ['memswap_limit'],
  ['shm_size'],
  ['deploy', 'resources', 'limits', 'memory'],
  ['deploy', 'resources', 'reservations', 'memory'],
];

function* values({ value, spot, isKnown }: ServiceView): Generator<Spot> {
  const wrong = (paths: readonly ServicePath[], form: RegExp, what: string): Spot[] =>
    paths.flatMap(path => {
      const text = valueAt(value, path);
      if (typeof text !== 'string' || form.test(text) || !isKnown(path)) return [];
      return [spot(path, `sets ${path.join('.')} to ${text}, which is no ${what}`)];
    });
  yield* wrong(SIZES, SIZE, 'size');
  yield* wrong(DURATIONS, DURATION, 'duration');
}

function* origin({ value, spot, file, isPartial }: ServiceView): Generator<Spot> {
  const { image, build, provider, extends: base } = value;
  if (!isPartial && image === undefined && build === undefined && provider === undefined)
    yield spot([], 'has neither an image nor a build');
  const name =
    typeof base === 'string' ? base : isMap(base) && base.file === undefined ? base.service : undefined;
  if (typeof name === 'string' && !servicesOf(file).some(([other]) => other === name))
    yield spot(['extends'], `extends ${name}, which is no service of this file`);
}

/** Every service can be made. */
export const check = ruleCheck('config', {
  id: 'C33',
  name: 'usable-services',
  severity: 'high',
  title: 'Every service has something to be made from, and sizes and durations that are some',
  why: 'Nothing of the file is started otherwise.',
  source: 'Compose Specification, image, build, extends, mem_limit',
  problem: 'A service that cannot be made',
  cause: 'A key is missing, or a name or a size is misspelt.',
  fix: 'Add `image` or `build`; name a service of the file; write a size like `256m`, a duration like `30s`.',
  reads: ['compose'],
  bad: { 'compose.yaml': 'services:\n  web:\n    command: ["true"]\n    mem_limit: lots\n' },
  good: { 'compose.yaml': 'services:\n  web:\n    image: web:1\n    mem_limit: 256m\n' },
  *find(project) {
    for (const service of composeServices(project)) {
      yield* origin(service);
      yield* values(service);
    }
  },
});
