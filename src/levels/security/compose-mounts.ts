import { eachService, exampleService, type ServiceView, texts } from '../compose-services.ts';
import { type Rule, ruleCheck } from '../rule.ts';
import { type Mount, mountsOf } from '../service-mounts.ts';

const mounts = (applies: (mount: Mount) => boolean, message: (mount: Mount) => string) =>
  eachService((service: ServiceView) =>
    mountsOf(service)
      .filter(applies)
      .map(mount => service.spot(mount.path, message(mount))),
  );

const SOCKET = /(?:^|\/)(?:docker|containerd|podman|crio)\.sock$/;
const SENSITIVE =
  /^(?:\/(?:proc|sys|boot|dev|root|home|usr|lib|bin|sbin|run|var\/run|var\/lib\/docker|var\/lib\/containerd)|~|~\/\.(?:ssh|aws|docker|kube|gnupg|config))$/;
const isEtc = ({ source }: Mount) => source === '/etc';
const isRoot = ({ source }: Mount) => source === '/';

const rules: readonly Rule[] = [
  {
    id: 'C02',
    name: 'docker-socket',
    severity: 'critical',
    title: 'No service holds the socket of the Docker engine',
    why: 'Whoever can write to it starts a container with the disk of the host in it: read-only mounts do not change that.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'The Docker socket is mounted',
    cause: 'The service finds or restarts others: a proxy, a log shipper, a CI runner.',
    fix: 'Give it a proxy of the socket that allows only the calls it needs, or say with an allow-comment why it must.',
    reads: ['compose'],
    bad: exampleService('volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]'),
    good: exampleService('volumes: ["./sockets:/sockets"]'),
    find: mounts(
      ({ source = '' }) => SOCKET.test(source),
      () => 'mounts the socket of the engine',
    ),
  },
  {
    id: 'C03',
    name: 'host-root',
    severity: 'critical',
    title: 'No service holds the root of the host, or may write into its /etc',
    why: 'Such a service can add users, keys and cron jobs to the host.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'The root or /etc of the host is mounted',
    cause: 'It was mounted to read or to back up some files.',
    fix: 'Mount the one folder that is needed, read-only.',
    reads: ['compose'],
    bad: exampleService('volumes: ["/:/host:ro"]'),
    good: exampleService('volumes: ["/etc/localtime:/etc/localtime:ro"]'),
    find: mounts(
      mount => isRoot(mount) || (isEtc(mount) && !mount.readOnly),
      ({ source }) => `mounts ${source} of the host`,
    ),
  },
  {
    id: 'C04',
    name: 'sensitive-paths',
    severity: 'high',
    title: 'No service holds a folder of the host with secrets or devices',
    why: 'They hold keys, devices and the files of other containers.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'A sensitive folder of the host is mounted',
    cause: 'It was mounted to read some files of it.',
    fix: 'Mount the one file or folder that is needed, read-only.',
    reads: ['compose'],
    bad: exampleService('volumes: ["/var/lib/docker:/docker:ro"]'),
    good: exampleService('volumes: ["data:/var/lib/data"]'),
    find: mounts(
      mount => SENSITIVE.test(mount.source ?? '') || (isEtc(mount) && mount.readOnly),
      ({ source }) => `mounts ${source} of the host`,
    ),
  },
  {
    id: 'C10',
    name: 'host-devices',
    severity: 'critical',
    title: 'No service holds a disk or the memory of the host',
    why: 'Through a raw device all files and all memory of the host can be read and written.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'A dangerous device is handed in',
    cause: 'It was handed in for a tool that looks at the host.',
    fix: 'Remove it from `devices`.',
    reads: ['compose'],
    bad: exampleService('devices: ["/dev/sda:/dev/sda"]'),
    good: exampleService('devices: ["/dev/dri:/dev/dri"]'),
    find: eachService(({ value, spot }) =>
      texts(value.devices)
        .filter(([device]) => /^\/dev\/(?:mem|kmem|kmsg|port|[hsv]d[a-z]|nvme|dm-|mapper)/.test(device))
        .map(([device, index]) => spot(['devices', index], `holds the device ${device.split(':')[0]}`)),
    ),
  },
  {
    id: 'C25',
    name: 'shared-propagation',
    severity: 'low',
    title: 'No mount of a service shows outside of it',
    why: 'With shared propagation what a container mounts appears on the host.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'A mount with shared propagation',
    cause: 'It was copied from a storage driver, which needs it.',
    fix: 'Remove `shared` or `rshared`.',
    reads: ['compose'],
    bad: exampleService('volumes: ["./data:/data:rshared"]'),
    good: exampleService('volumes: ["./data:/data"]'),
    find: mounts(
      ({ propagation = '' }) => /^r?shared$/.test(propagation),
      ({ source }) => `shares the mount of ${source} with the host`,
    ),
  },
];

/** What of the host a service holds. */
export const checks = rules.map(rule => ruleCheck('security', rule));
