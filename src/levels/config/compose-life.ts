import { isMap } from '../../config/is-map.ts';
import {
  dockerfileTreeOf,
  eachService,
  eachWholeService,
  exampleService,
  type ServiceView,
  servicesOf,
} from '../compose-services.ts';
import { type Rule, ruleCheck } from '../rule.ts';

const RESTART = /^(?:no|always|unless-stopped|on-failure(?::\d+)?)$/;

/** Whether the image that is built brings a health check of its own. */
const isBuiltHealthy = (service: ServiceView): boolean =>
  dockerfileTreeOf(service)?.instructions.some(
    ({ keyword, args }) => keyword === 'HEALTHCHECK' && args[0] !== 'NONE',
  ) ?? false;

const hasRestart = ({ value: { restart, deploy } }: ServiceView): boolean =>
  restart !== undefined || (isMap(deploy) && deploy.restart_policy !== undefined);

const rules: readonly Rule[] = [
  {
    id: 'C21',
    name: 'healthcheck',
    severity: 'medium',
    title: 'Every service has a health check',
    why: 'Without one nobody can wait until it works: neither compose, nor the engine, nor failsafe.',
    source: 'Compose Specification, healthcheck; CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'No health check',
    cause: 'It was not written yet.',
    fix: 'Add `healthcheck: { test: […] }` that asks the service itself.',
    reads: ['compose'],
    bad: exampleService('init: true'),
    good: exampleService('healthcheck: { test: [CMD, curl, -fsS, "http://127.0.0.1/"] }'),
    find: eachWholeService(service =>
      service.value.healthcheck !== undefined || service.isOneShot || isBuiltHealthy(service)
        ? undefined
        : service.spot([], 'has no health check'),
    ),
  },
  {
    id: 'C22',
    name: 'restart',
    severity: 'medium',
    title: 'Every service says whether it is started again',
    why: 'By default a service that has crashed stays down, and so does everything after the host was restarted.',
    source: 'Compose Specification, restart',
    problem: 'No valid restart policy',
    cause: 'It was not written, or misspelt.',
    fix: 'Add `restart: unless-stopped`; to something that runs once, `restart: "no"`.',
    reads: ['compose'],
    bad: exampleService('restart: allways'),
    good: exampleService('restart: unless-stopped'),
    find: eachService(service => {
      const { value, spot, isKnown, isPartial, isOneShot } = service;
      if (value.restart === undefined) {
        return hasRestart(service) || isPartial || isOneShot ? undefined : spot([], 'has no restart policy');
      }
      if (value.restart === false || RESTART.test(String(value.restart)) || !isKnown(['restart']))
        return undefined;
      return spot(['restart'], `has no restart policy that compose knows: ${value.restart}`);
    }),
  },
  {
    id: 'C24',
    name: 'logging',
    severity: 'low',
    title: 'Every service keeps its log',
    why: 'Without a log nobody can tell why a service failed.',
    source: 'Docker documentation: Configure logging drivers',
    problem: 'The log is thrown away',
    cause: 'It was turned off because it was loud or filled the disk.',
    fix: 'Remove the driver `none`; bound the log with `options: { max-size: 10m, max-file: "3" }`.',
    reads: ['compose'],
    bad: exampleService('logging: { driver: none }'),
    good: exampleService('logging: { driver: local }'),
    find: eachService(({ value, spot }) =>
      isMap(value.logging) && value.logging.driver === 'none'
        ? spot(['logging', 'driver'], 'keeps no log')
        : undefined,
    ),
  },
  {
    id: 'C26',
    name: 'wait-for-health',
    severity: 'medium',
    title: 'Services wait until what they need is healthy',
    why: 'A container that was started is not yet one that answers: the first connections are refused.',
    source: 'Compose Specification, depends_on',
    problem: 'It does not wait for health',
    cause: 'The short form of `depends_on` waits only for the start.',
    fix: 'Write `depends_on: { db: { condition: service_healthy } }`.',
    reads: ['compose'],
    bad: {
      'compose.yaml':
        'services:\n  web:\n    image: nginx:1.29\n    depends_on: [db]\n  db:\n    image: postgres:18\n    healthcheck: { test: [CMD, pg_isready] }\n',
    },
    good: {
      'compose.yaml':
        'services:\n  web:\n    image: nginx:1.29\n    depends_on: { db: { condition: service_healthy } }\n  db:\n    image: postgres:18\n    healthcheck: { test: [CMD, pg_isready] }\n',
    },
    find: eachService(({ value: { depends_on: depends }, spot, file }) => {
      const known = Object.fromEntries(servicesOf(file));
      const links = Array.isArray(depends)
        ? depends.map((name: unknown, index): [string, unknown, (string | number)[]] => [
            String(name),
            undefined,
            ['depends_on', index],
          ])
        : Object.entries(isMap(depends) ? depends : {}).map(
            ([name, link]): [string, unknown, (string | number)[]] => [
              name,
              isMap(link) ? link.condition : undefined,
              ['depends_on', name],
            ],
          );
      return links
        .filter(([name, condition]) => {
          const { healthcheck } = known[name] ?? {};
          const isChecked = isMap(healthcheck) && healthcheck.disable !== true;
          return isChecked && (condition === undefined || condition === 'service_started');
        })
        .map(([name, , path]) => spot(path, `does not wait until ${name} is healthy`));
    }),
  },
];

/** How services start, and start again. */
export const checks = rules.map(rule => ruleCheck('config', rule));
