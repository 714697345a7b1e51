import { isMap } from '../../config/is-map.ts';
import type { SourceObservation } from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';
import { composedWith } from '../compose-includes.ts';
import { composeFiles, composeServices, type ServiceView, servicesOf } from '../compose-services.ts';

const KINDS = ['NONE', 'CMD', 'CMD-SHELL'];

const isOff = ({ disable, test }: Record<string, unknown>): boolean =>
  disable === true || (Array.isArray(test) && test[0] === 'NONE');

const hasTest = (healthcheck: unknown): boolean =>
  isMap(healthcheck) && healthcheck.test !== undefined && !isOff(healthcheck);

/** Official images, which bring no health check, of what others wait for. */
const OFFICIAL =
  /^(?:docker\.io\/)?(?:library\/)?(?:postgres|mysql|mariadb|mongo|redis|valkey\/valkey|rabbitmq|memcached|nginx|httpd|haproxy|caddy|traefik|nats|influxdb|cassandra|zookeeper|node|python|php|ruby|golang|debian|ubuntu|alpine|busybox)(?:[:@]|$)/;

/** Whether it is sure that nobody asks a service how it is. */
function isNeverAsked({ value, isPartial }: ServiceView, besides: readonly unknown[]): boolean {
  const { healthcheck, image, build } = value;
  if (isPartial || besides.some(hasTest)) return false;
  if (isMap(healthcheck) && isOff(healthcheck)) return true;
  return build === undefined && typeof image === 'string' && OFFICIAL.test(image);
}

/** Waiting for the health of what has no health check, and health checks that the engine does not know. */
export function* neverHealthy(project: SourceObservation): Generator<Spot> {
  const files = composeFiles(project);
  const services = composeServices(project);
  for (const { file, value, spot } of services) {
    const { healthcheck, depends_on: depends } = value;
    const test = isMap(healthcheck) ? healthcheck.test : undefined;
    if (
      Array.isArray(test) &&
      typeof test[0] === 'string' &&
      !KINDS.includes(test[0]) &&
      !test[0].includes('$')
    ) {
      yield spot(
        ['healthcheck', 'test', 0],
        `has a health check that begins with ${test[0]}, and not with CMD or CMD-SHELL`,
      );
    }
    if (!isMap(depends)) continue;
    const together = composedWith(file, files);
    for (const [name, link] of Object.entries(depends)) {
      if (!isMap(link) || link.condition !== 'service_healthy' || link.required === false) continue;
      const called = services.filter(one => one.name === name && together.includes(one.file));
      const checks = together.map(one => servicesOf(one).find(([key]) => key === name)?.[1].healthcheck);
      if (called.length > 0 && called.every(one => isNeverAsked(one, checks)))
        yield spot(['depends_on', name], `waits for the health of ${name}, which has no health check`);
    }
  }
}
