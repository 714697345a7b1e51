import type { Told } from '../../src/monitor/history/chronicle.ts';
import type { Summary } from '../../src/monitor/history/summarise.ts';
import type { MonitorEvent, Sighting } from '../../src/monitor/machine/events.ts';
import { reduce } from '../../src/monitor/machine/reduce.ts';
import { emptyState } from '../../src/monitor/machine/state.ts';
import { service, setupOf } from '../../src/monitor/machine/testing/small-setup.ts';
import { type Overview, overviewOf } from '../../src/monitor/page/overview.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const setup = setupOf({
  nginx: service({ dependsOn: ['users', 'client'] }),
  users: service({ dependsOn: ['users-db', 'cache'] }),
  client: service(),
  'users-db': service({ stateful: true, startMs: 20 * SECOND }),
  cache: service({ stateful: true }),
  'api.status:users.list': { ...service({ dependsOn: ['users'] }), kind: 'check' },
});

const cause = (code: string, message: string) => ({ seenBy: 'containers.running', code, message });
const up: Sighting = { is: 'up' };
const ALL_UP = Object.fromEntries(Object.keys(setup.subjects).map(key => [key, up]));

/** A day of a shop: an incident that was healed, and one that goes on, whose texts look like markup. */
export function pageStory(now = Date.now()): { quiet: Overview; broken: Overview; told: Told } {
  let state = emptyState('story');
  let at = now - 3 * HOUR;
  const step = (event: MonitorEvent) => {
    const done = reduce(setup, state, event, at);
    state = done.state;
    for (const action of done.actions)
      if (action.type === 'act')
        state = reduce(setup, state, { type: 'acted', id: action.heal.id }, at + 2 * SECOND).state;
    at += 10 * SECOND;
  };
  const see = (changed: Record<string, Sighting>, looks: number) => {
    for (let look = 0; look < looks; look++) step({ type: 'seen', sightings: { ...ALL_UP, ...changed } });
  };
  const show = () => overviewOf(setup, state, 'compose', at);
  see({}, 4);
  see({ client: { is: 'down', cause: cause('EXIT_KILLED', 'was killed: exit code 137') } }, 3);
  see({}, 20);
  const quiet = show();
  at = now - 5 * MINUTE;
  see({}, 10);
  const down = cause('EXIT_ERROR', 'has ended with exit code 1 <b id="forged">by force</b>');
  const blocked: Sighting = { is: 'blocked', by: 'users-db', cause: down };
  see(
    {
      'users-db': { is: 'down', cause: { ...down, fix: 'Read its log: docker compose logs users-db' } },
      users: blocked,
      nginx: blocked,
      'api.status:users.list': blocked,
    },
    9,
  );
  return { quiet, broken: show(), told: { series: series(), regressions: [SLOWER] } };
}

const SLOWER = { kind: 'response', name: 'users.list', p95: 460, before: 180 } as const;

function series(): Summary[] {
  const wave = (from: number, by: number, gap = -1) =>
    Array.from({ length: 96 }, (_, index) =>
      index >= gap && gap >= 0 && index < gap + 8
        ? null
        : from + by * (1 + Math.sin(index / 9)) + (index % 7) * (by / 8) + (index > 85 ? 2 * by : 0),
    );
  const timed = (kind: Summary['kind'], name: string, line: Summary['line'], badPercent = 0): Summary => {
    const known = line.filter(value => value !== null).toSorted((one, other) => one - other);
    const share = (part: number) => known[Math.floor(part * (known.length - 1))];
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return {
      kind,
      name,
      looks: 2880,
      badPercent,
      p50: share(0.5),
      p95: share(0.95),
      p99: share(0.99),
      mean,
      line,
    };
  };
  const upOf = (name: string, badPercent: number): Summary => ({
    kind: 'up',
    name,
    looks: 2880,
    badPercent,
    line: Array.from({ length: 96 }, () => 100 - badPercent),
  });
  return [
    timed('cpu', 'users', wave(3, 2)),
    timed('database', 'users-db', wave(2, 1, 90), 0.2),
    timed('memory', 'users', wave(80_000_000, 9_000_000)),
    timed('memory', 'users-db', wave(40_000_000, 1_000_000)),
    timed('response', 'users.list', wave(60, 50, 40), 1.4),
    timed('response', 'web', wave(3, 1)),
    upOf('users', 1.2),
    upOf('nginx', 0.4),
    upOf('client', 0.05),
  ];
}
