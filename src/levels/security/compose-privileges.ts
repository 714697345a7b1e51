import {
  eachService,
  eachWholeService,
  exampleService,
  type ServiceView,
  texts,
} from '../compose-services.ts';
import { type Rule, ruleCheck } from '../rule.ts';

const capabilities = (names: RegExp, message: (name: string) => string) =>
  eachService(service =>
    texts(service.value.cap_add)
      .filter(([name]) => names.test(name.replace(/^CAP_/i, '')))
      .map(([name, index]) => service.spot(['cap_add', index], message(name))),
  );

const options = ({ value }: ServiceView): [string, number][] => texts(value.security_opt);

const rules: readonly Rule[] = [
  {
    id: 'C01',
    name: 'privileged',
    severity: 'critical',
    title: 'No service runs privileged',
    why: 'A privileged container is root on the host: it sees all devices and may load kernel modules.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'A privileged container',
    cause: '`privileged: true` was the quickest way to some right that the service needs.',
    fix: 'Remove `privileged`, and add the one capability or device that it needs under `cap_add` or `devices`.',
    reads: ['compose'],
    bad: exampleService('privileged: true'),
    good: exampleService('privileged: false'),
    find: eachService(({ value, spot }) =>
      value.privileged === true || value.privileged === 'true'
        ? spot(['privileged'], 'runs privileged')
        : undefined,
    ),
  },
  {
    id: 'C05',
    name: 'dangerous-capabilities',
    severity: 'critical',
    title: 'No service has a capability that is as good as root',
    why: 'With ALL, SYS_ADMIN, SYS_MODULE, SYS_RAWIO, SYS_PTRACE or DAC_READ_SEARCH a process can leave its container.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime); capabilities(7)',
    problem: 'A capability that is as good as root',
    cause: 'It was added to make an error go away.',
    fix: 'Remove it; name the narrow capability that the service needs instead.',
    reads: ['compose'],
    bad: exampleService('cap_add: [SYS_ADMIN]'),
    good: exampleService('cap_add: [CHOWN]'),
    find: capabilities(
      /^(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_RAWIO|SYS_PTRACE|DAC_READ_SEARCH)$/i,
      name => `has the capability ${name}`,
    ),
  },
  {
    id: 'C06',
    name: 'network-capabilities',
    severity: 'high',
    title: 'No service may change the network of the host or load programs into the kernel',
    why: 'NET_ADMIN rewires networks and firewalls, BPF runs code in the kernel.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime); capabilities(7)',
    problem: 'A capability over network or kernel',
    cause: 'The service is a VPN or a firewall, or it was copied from one.',
    fix: 'Remove it, or say with an allow-comment why the service needs it.',
    reads: ['compose'],
    bad: exampleService('cap_add: [NET_ADMIN]'),
    good: exampleService('cap_add: [NET_BIND_SERVICE]'),
    find: capabilities(
      /^(?:NET_ADMIN|BPF|PERFMON|SYS_BOOT|SYS_TIME)$/i,
      name => `has the capability ${name}`,
    ),
  },
  {
    id: 'C09',
    name: 'unconfined',
    severity: 'critical',
    title: 'No service runs without seccomp or AppArmor',
    why: 'These profiles refuse the system calls that most escapes from containers need.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'A security profile is off',
    cause: 'It was turned off to find out why something failed.',
    fix: 'Remove the line; if a call is needed, name a profile of your own.',
    reads: ['compose'],
    bad: exampleService('security_opt: ["seccomp:unconfined"]'),
    good: exampleService('security_opt: ["seccomp:profile.json"]'),
    find: eachService(service =>
      options(service)
        .filter(([option]) => /^(?:seccomp|apparmor|label)[:=](?:unconfined|disable)$/.test(option))
        .map(([option, index]) => service.spot(['security_opt', index], `is not confined: ${option}`)),
    ),
  },
  {
    id: 'C17',
    name: 'root-user',
    severity: 'medium',
    title: 'No service is told to run as root',
    why: 'A process that is root in the container is root outside of it once it gets out.',
    source: 'CIS Docker Benchmark 1.6, section 4 (images)',
    problem: 'A service runs as root',
    cause: '`user` was set to write into a folder that belongs to root.',
    fix: 'Remove `user`, or name one without rights; give the folder to that one in the Dockerfile.',
    reads: ['compose'],
    bad: exampleService('user: root'),
    good: exampleService('user: "101:101"'),
    find: eachService(({ value, spot }) =>
      /^(?:root|0+)(?::|$)/.test(String(value.user ?? '')) ? spot(['user'], 'runs as root') : undefined,
    ),
  },
  {
    id: 'C18',
    name: 'no-new-privileges',
    severity: 'medium',
    title: 'No process of a service can gain rights',
    why: 'Without it a setuid program in the image makes a process root that was not.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'no-new-privileges is not set',
    cause: 'It is off by default.',
    fix: 'Add `security_opt: ["no-new-privileges:true"]`.',
    reads: ['compose'],
    bad: exampleService('init: true'),
    good: exampleService('security_opt: ["no-new-privileges:true"]'),
    find: eachWholeService(service =>
      options(service).some(([option]) => /^no-new-privileges(?:[:=]true)?$/.test(option)) ||
      service.value.privileged === true ||
      !service.isKnown(['security_opt'])
        ? undefined
        : service.spot([], 'does not set no-new-privileges'),
    ),
  },
  {
    id: 'C19',
    name: 'drop-capabilities',
    severity: 'low',
    title: 'Every service drops the capabilities that it does not need',
    why: 'Docker leaves 14 capabilities to each container; a web application needs none of them.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'No capabilities are dropped',
    cause: 'It is off by default.',
    fix: 'Add `cap_drop: [ALL]`, and what the service needs under `cap_add`.',
    reads: ['compose'],
    bad: exampleService('init: true'),
    good: exampleService('cap_drop: [ALL]'),
    find: eachWholeService(({ value, spot }) =>
      texts(value.cap_drop).length > 0 ? undefined : spot([], 'drops no capabilities'),
    ),
  },
];

/** What a service may do on the host. */
export const checks = rules.map(rule => ruleCheck('security', rule));
