import type { Protocol } from '../model/observations/ping.ts';

/** What a service is, as far as its image or its command tells. */
export type ServiceKind = 'postgres' | Protocol | 'web' | 'unknown';

/** A kind, and the port it listens on where nothing says otherwise. */
export interface KnownKind {
  readonly kind: ServiceKind;
  readonly port?: number;
  /** It stands before the others and hands requests on. */
  readonly front?: true;
}

/** By the last part of the name of an image, or the program that a Dockerfile starts. */
const KINDS: readonly [RegExp, KnownKind][] = [
  [
    /^(?:postgres(?:ql)?|postgis|timescaledb(?:-ha)?|pgvector|pg_ctl(?:cluster)?)$/,
    { kind: 'postgres', port: 5432 },
  ],
  [
    /^(?:redis(?:-server|-stack|-stack-server)?|valkey(?:-server)?|keydb(?:-server)?|dragonfly)$/,
    { kind: 'redis', port: 6379 },
  ],
  [
    /^(?:mysql(?:-server|d|d_safe)?|mariadb(?:d|d-safe)?|percona(?:-server)?)$/,
    { kind: 'mysql', port: 3306 },
  ],
  [/^(?:mongo(?:d|db|db-community-server)?)$/, { kind: 'mongodb', port: 27_017 }],
  [/^(?:rabbitmq(?:-server)?|lavinmq)$/, { kind: 'amqp', port: 5672 }],
  [/^memcached$/, { kind: 'memcached', port: 11_211 }],
  [/^(?:mailpit|mailhog|maildev|mailcatcher|postfix|exim4?|smtp4dev)$/, { kind: 'smtp', port: 1025 }],
  [
    /^(?:nginx(?:-unprivileged)?|openresty|traefik|caddy|httpd|apache2(?:ctl)?|haproxy|envoy)$/,
    { kind: 'web', port: 80, front: true },
  ],
  [
    /^(?:wordpress|nextcloud|ghost|grafana|adminer|phpmyadmin|pgadmin4|prometheus|keycloak|drupal|joomla)$/,
    { kind: 'web' },
  ],
];

/** What an image or a program is known to be. */
export function kindOf(name: string): KnownKind | undefined {
  const last =
    name
      .split('/')
      .at(-1)
      ?.replace(/[:@].*$/, '') ?? '';
  return KINDS.find(([pattern]) => pattern.test(last))?.[1];
}

/** Images, and programs in them, from which a connection can be tried: they have bash, nc, python3, node or perl. */
const CAN_CONNECT =
  /^(?:python|node|ruby|php|debian|ubuntu|alpine|buildpack-deps|nginx|httpd|postgres|redis|mysql|mariadb|wordpress|golang|openjdk|eclipse-temurin|perl|busybox)$/;

/** Whether containers of an image are known to have something to connect with. */
export const canConnectFrom = (image: string): boolean =>
  CAN_CONNECT.test(
    image
      .split('/')
      .at(-1)
      ?.replace(/[:@].*$/, '') ?? '',
  );

/** Ports of protocols that are not HTTP, and in which nothing is greeted: SSH, DNS, LDAP, SQL Server, Oracle, MQTT, ZooKeeper, NATS, Kafka, Cassandra. */
export const OTHER_PROTOCOL_PORTS = [
  21, 22, 53, 389, 636, 1433, 1521, 1883, 2181, 2222, 4222, 8883, 9042, 9092, 9093, 9094,
];

/** Ports on which applications usually speak HTTP. */
export const USUAL_WEB_PORTS = [
  80, 3000, 3001, 4000, 4173, 4200, 5000, 5001, 5173, 8000, 8001, 8008, 8080, 8081, 8888, 9000,
];

/** Ports on which brokers and mail catchers show their page: never those of their protocols. */
export const PAGE_PORTS = [1080, 8025, 15_672];
