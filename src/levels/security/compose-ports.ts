import { composePorts } from '../../config/compose/compose-ports.ts';
import { isMap } from '../../config/is-map.ts';
import { eachService, exampleService, type ServiceView } from '../compose-services.ts';
import { type Rule, ruleCheck } from '../rule.ts';

/** What listens there keeps data, and often asks for no password. */
const STORES: Readonly<Record<number, string>> = {
  1433: 'SQL Server',
  1521: 'Oracle',
  2379: 'etcd',
  3306: 'MySQL',
  5432: 'PostgreSQL',
  5984: 'CouchDB',
  6379: 'Redis',
  7687: 'Neo4j',
  8086: 'InfluxDB',
  9042: 'Cassandra',
  9200: 'Elasticsearch',
  11211: 'memcached',
  27017: 'MongoDB',
};

/** What people and other machines are meant to reach. */
const PUBLIC = [80, 443, 8080, 8443];

const isOpen = (hostIp: string | undefined) =>
  hostIp === undefined || hostIp === '0.0.0.0' || hostIp === '::';

function openPorts({ value: { ports } }: ServiceView): { port: number; index: number }[] {
  return (Array.isArray(ports) ? ports : []).flatMap((port: unknown, index) => {
    const isPublished = isMap(port) ? port.published !== undefined : String(port).includes(':');
    return composePorts([port])
      .filter(({ hostIp }) => isPublished && isOpen(hostIp))
      .map(({ container }) => ({ port: container, index }));
  });
}

const rules: readonly Rule[] = [
  {
    id: 'C13',
    name: 'open-database',
    severity: 'high',
    title: 'No database or cache is open to the network',
    why: 'Docker opens published ports past the firewall of the host; databases that are open are found within minutes.',
    source:
      'CIS Docker Benchmark 1.6, section 5 (container runtime); Docker documentation: Packet filtering and firewalls',
    problem: 'A database port on all interfaces',
    cause: 'The port was published to look into the database from this machine.',
    fix: 'Bind it to this machine: `"127.0.0.1:5432:5432"`. Other services reach it without `ports`.',
    reads: ['compose'],
    bad: exampleService('ports: ["5432:5432"]'),
    good: exampleService('ports: ["127.0.0.1:5432:5432"]'),
    find: eachService(service =>
      openPorts(service).flatMap(({ port, index }) =>
        STORES[port] === undefined
          ? []
          : [service.spot(['ports', index], `opens port ${port} (${STORES[port]}) on all interfaces`)],
      ),
    ),
  },
  {
    id: 'C14',
    name: 'open-port',
    severity: 'low',
    title: 'Only the ports of the web are open to the network',
    why: 'Docker opens published ports past the firewall of the host. 80, 443, 8080 and 8443 are meant to be open.',
    source: 'CIS Docker Benchmark 1.6, section 5 (container runtime)',
    problem: 'A port on all interfaces',
    cause: 'The port was published to try the service from this machine.',
    fix: 'Bind it to this machine: `"127.0.0.1:5001:5000"`, or say with an allow-comment that it is meant to be open.',
    reads: ['compose'],
    bad: exampleService('ports: ["5001:5000"]'),
    good: exampleService('ports: ["127.0.0.1:5001:5000", "80:80"]'),
    find: eachService(service =>
      openPorts(service)
        .filter(({ port }) => STORES[port] === undefined && !PUBLIC.includes(port))
        .map(({ port, index }) => service.spot(['ports', index], `opens port ${port} on all interfaces`)),
    ),
  },
];

/** What of a service can be reached from outside. */
export const checks = rules.map(rule => ruleCheck('security', rule));
