import { eachService, exampleService } from '../compose-services.ts';
import { type Rule, ruleCheck } from '../rule.ts';

const rules: readonly Rule[] = [
  {
    id: 'C07',
    name: 'host-network',
    severity: 'high',
    title: 'No service shares the network of the host',
    why: 'It reaches what listens on localhost alone, and every port it opens is open to all.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'The network of the host is shared',
    cause: 'It was the quickest way to reach a service of the host.',
    fix: 'Publish the ports, and reach the host by `host.docker.internal` with `extra_hosts`.',
    reads: ['compose'],
    bad: exampleService('network_mode: host'),
    good: exampleService('network_mode: bridge'),
    find: eachService(({ value, spot }) =>
      value.network_mode === 'host' ? spot(['network_mode'], 'shares the network of the host') : undefined,
    ),
  },
  {
    id: 'C08',
    name: 'host-namespaces',
    severity: 'high',
    title: 'No service shares processes, memory or users with the host',
    why: 'It sees and signals the processes of the host, or is the same user there.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'A namespace of the host is shared',
    cause: 'A debugger or a monitor needed it.',
    fix: 'Remove the key.',
    reads: ['compose'],
    bad: exampleService('pid: host'),
    good: exampleService('ipc: private'),
    find: eachService(({ value, spot }) =>
      ['pid', 'ipc', 'uts', 'userns_mode', 'cgroup']
        .filter(key => value[key] === 'host')
        .map(key => spot([key], `shares ${key} with the host`)),
    ),
  },
];

/** What a service shares with the host. */
export const checks = rules.map(rule => ruleCheck('security', rule));
