import type { Fault, Path } from '../fault.ts';
import { isMap } from '../is-map.ts';
import { formatDuration } from '../units.ts';
import type { Facts } from './facts.ts';

interface Limits {
  readonly warn?: number;
  readonly fail?: number;
}

/** `warn` must come before `fail`; the other way round the warning would never be seen. */
function order(limits: Limits | undefined, path: Path, first: 'lower' | 'higher'): Fault[] {
  const { warn, fail } = limits ?? {};
  if (warn === undefined || fail === undefined) return [];
  if (first === 'lower' ? warn < fail : warn > fail) return [];
  return [
    {
      code: 'CONFIG_INVALID_VALUE',
      path: [...path, 'warn'],
      message: `"warn" must be ${first} than "fail", or it is never seen`,
      expected: `${first} than ${formatDuration(fail)}`,
      got: formatDuration(warn),
      fix: 'Correct one of the two.',
    },
  ];
}

/** Warnings come before failures: of latencies, of the days until a certificate expires. */
export function limits({ config }: Facts): Fault[] {
  const { api, connectivity } = config;
  const tls = connectivity?.tls;
  const days = 86_400_000;
  return [
    ...order(api?.latency, ['api', 'latency'], 'lower'),
    ...(api?.endpoints ?? []).flatMap(({ expect }, index) =>
      order(expect.latency, ['api', 'endpoints', index, 'expect', 'latency'], 'lower'),
    ),
    ...(tls?.warn === undefined ? [] : order({ fail: 7 * days, ...tls }, ['connectivity', 'tls'], 'higher')),
    ...(tls?.fail === undefined || tls.warn !== undefined || tls.fail < 30 * days
      ? []
      : [...order({ warn: 30 * days, fail: tls.fail }, ['connectivity', 'tls'], 'higher')].map(fault => ({
          ...fault,
          path: ['connectivity', 'tls', 'fail'],
        }))),
  ];
}

/** `exists: false` says that there is no value, so nothing else can be said of it. */
export function matchers({ config }: Facts): Fault[] {
  const faults: Fault[] = [];
  function visit(value: unknown, path: Path): void {
    if (typeof value !== 'object' || value === null) return;
    if (isMap(value) && value.exists === false && path.includes('expect') && Object.keys(value).length > 1) {
      faults.push({
        code: 'CONFIG_EXCLUSIVE_KEYS',
        path: [...path, 'exists'],
        at: 'key',
        message:
          '"exists: false" stands beside other operators, of which none can hold for a value that is not there',
        fix: 'Keep either "exists: false" or the others.',
      });
    }
    for (const [key, inner] of Object.entries(value)) {
      if (key !== 'schema' && key !== 'equals' && key !== 'match') visit(inner, [...path, key]);
    }
  }
  visit({ api: config.api, database: config.database, auth: config.auth, system: config.system }, []);
  return faults;
}

/** An echo waits for an event or an acknowledgement; `ack: false` alone waits for nothing. */
export function echoes({ config }: Facts): Fault[] {
  return (config.realtime?.socketio ?? []).flatMap(({ echo }, index): Fault[] =>
    echo === undefined || echo.event !== undefined || echo.ack === true
      ? []
      : [
          {
            code: 'CONFIG_MISSING_KEY',
            path: ['realtime', 'socketio', index, 'echo'],
            at: 'key',
            message: 'this echo waits for nothing to come back',
            expected: '"event", or "ack: true"',
            fix: 'Add "event": the name of the event that must come back.',
          },
        ],
  );
}

/** Who registers users removes them; events come over a connection that an earlier step opened. */
export function flows({ config }: Facts): Fault[] {
  const { auth, system } = config;
  const faults: Fault[] = [];
  if (auth?.register !== undefined && auth.cleanup === undefined) {
    faults.push({
      code: 'CONFIG_MISSING_KEY',
      path: ['auth', 'register'],
      at: 'key',
      message: 'auth registers a user and has no "cleanup" that removes it',
      expected: 'auth.cleanup: requests or SQL that remove the test user',
      fix: "Add cleanup: [{ target: DATABASE, sql: 'delete from users where email = $1', params: ['{{user.email}}'] }]",
    });
  }
  for (const [index, { steps }] of (system?.flows ?? []).entries()) {
    const first = steps.findIndex(step => 'event' in step);
    const open = steps.findIndex(step => 'connect' in step);
    if (first === -1 || (open !== -1 && open < first)) continue;
    faults.push({
      code: 'CONFIG_INVALID_VALUE',
      path: ['system', 'flows', index, 'steps', first],
      message: 'this step waits for an event, and no step before it has connected',
      fix: 'Put a step with "connect" before it.',
    });
  }
  return faults;
}
