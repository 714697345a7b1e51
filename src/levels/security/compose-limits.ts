import { isMap } from '../../config/is-map.ts';
import { eachWholeService, exampleService, type ServiceView } from '../compose-services.ts';
import { type Rule, ruleCheck } from '../rule.ts';

function missingLimits({ value }: ServiceView): string[] {
  const { deploy } = value;
  const resources = isMap(deploy) && isMap(deploy.resources) ? deploy.resources : {};
  const limits = isMap(resources.limits) ? resources.limits : {};
  return [
    ...(value.mem_limit === undefined && limits.memory === undefined ? ['memory'] : []),
    ...(value.pids_limit === undefined && limits.pids === undefined ? ['processes'] : []),
  ];
}

const rules: readonly Rule[] = [
  {
    id: 'C20',
    name: 'limits',
    severity: 'medium',
    title: 'Every service has a limit of memory and of processes',
    why: 'Without them one service that leaks or forks takes all others and the host with it. CPU time the kernel shares fairly by itself.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'No limits',
    cause: 'There are none by default.',
    fix: 'Add `mem_limit: 256m` and `pids_limit: 100`, with room over what `docker stats` shows.',
    reads: ['compose'],
    bad: exampleService('init: true'),
    good: exampleService('mem_limit: 256m', 'pids_limit: 100'),
    find: eachWholeService(service => {
      const missing = missingLimits(service);
      return missing.length === 0 ? undefined : service.spot([], `has no limit of ${missing.join(' and ')}`);
    }),
  },
  {
    id: 'C23',
    name: 'read-only',
    severity: 'low',
    title: 'The file system of a service that is pulled is read-only',
    why: 'Who breaks in can leave nothing there. Of a service that is built, only its own people know where it writes.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'The file system can be written',
    cause: 'It is so by default.',
    fix: 'Add `read_only: true`, and `tmpfs: [/tmp]` for what it writes.',
    reads: ['compose'],
    bad: exampleService('init: true'),
    good: exampleService('read_only: true'),
    find: eachWholeService(({ value, spot }) =>
      value.read_only === undefined && value.build === undefined
        ? spot([], 'does not say whether its file system is read-only')
        : undefined,
    ),
  },
];

/** What a service may take. */
export const checks = rules.map(rule => ruleCheck('security', rule));
