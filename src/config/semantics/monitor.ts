import { Cron } from 'croner';
import type { Flaw, Path } from '../flaw.ts';
import { formatDuration } from '../units.ts';
import type { Facts } from './facts.ts';
import { type Reference, unknownReferences } from './reference.ts';

const BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 300_000;
const START_MS = 60_000;
const STATEFUL_START_MS = 300_000;
const SHORTEST_INTERVAL_MS = 1000;
const DEFAULTS = { attempts: 3, within: 1_800_000 };

const invalid = (path: Path, message: string, more: Partial<Flaw> = {}): Flaw => ({
  code: 'CONFIG_INVALID_VALUE',
  path: ['monitor', ...path],
  message,
  ...more,
});

/** How long it may take until as many acts as this have failed: each has its start, and its backoff before it. */
function longestLadder(attempts: number, startMs: number): number {
  const backoffs = Array.from({ length: attempts }, (_, index) =>
    index === 0 ? 0 : Math.min(LONGEST_BACKOFF_MS, BACKOFF_MS * 2 ** (index - 1)),
  );
  return backoffs.reduce((sum, backoff) => sum + backoff + startMs, 0);
}

/** A window that is over before all attempts in it can have failed would never end them. */
function budget({ config }: Facts): Flaw[] {
  const {
    attempts = DEFAULTS.attempts,
    within = DEFAULTS.within,
    services = {},
  } = config.monitor?.heal ?? {};
  const starts = Object.values(services).map(
    ({ startWithin, stateful }) => startWithin ?? (stateful ? STATEFUL_START_MS : START_MS),
  );
  const needed = longestLadder(attempts, Math.max(START_MS, ...starts));
  if (within >= needed) return [];
  const key = config.monitor?.heal?.within === undefined ? 'attempts' : 'within';
  return [
    invalid(
      ['heal', key],
      `${attempts} attempts take up to ${formatDuration(needed)}, their starts and pauses included: within ${formatDuration(within)} they never end`,
      {
        expected: `at least ${formatDuration(needed)}`,
        got: formatDuration(within),
        fix: 'Raise `within`, or lower `attempts`.',
      },
    ),
  ];
}

function intervals({ config }: Facts): Flaw[] {
  const { interval, every = {} } = config.monitor ?? {};
  const all: [Path, number | undefined][] = [
    [['interval'], interval],
    ...Object.entries(every).map(([level, one]): [Path, number | undefined] => [['every', level], one]),
  ];
  return all.flatMap(([path, one]) =>
    one === undefined || one >= SHORTEST_INTERVAL_MS
      ? []
      : [
          invalid(path, 'to look more often than once a second is load, not health', {
            expected: 'at least 1s',
            got: formatDuration(one),
          }),
        ],
  );
}

/** A text that croner does not understand is a flaw. */
function cronFlaws(path: Path, cron: unknown): Flaw[] {
  if (typeof cron !== 'string') return [];
  try {
    new Cron(cron, { paused: true }).stop();
    return [];
  } catch (error) {
    const causes = [error instanceof Error ? error.message : String(error)];
    const fix = 'Minute, hour, day, month, weekday: `0 3 * * SUN` is each Sunday at 3.';
    return [
      { code: 'CONFIG_INVALID_VALUE', path, message: 'this is no cron expression', got: cron, causes, fix },
    ];
  }
}

const windows = ({ config }: Facts): Flaw[] => [
  ...(config.monitor?.maintenance ?? []).flatMap(({ cron }, index) =>
    cronFlaws(['monitor', 'maintenance', index, 'cron'], cron),
  ),
  ...(['schedule', 'drill'] as const).flatMap(key => cronFlaws(['backup', key], config.backup?.[key])),
];

function moments({ config }: Facts): Flaw[] {
  return (config.monitor?.silences ?? []).flatMap(({ until }, index) =>
    Number.isNaN(Date.parse(until))
      ? [invalid(['silences', index, 'until'], 'there is no such moment', { got: until })]
      : [],
  );
}

/** Names of checks are only known when the plan is made; they have a colon. */
function roots({ config, services }: Facts): Flaw[] {
  if (services === undefined) return [];
  const named = (config.monitor?.silences ?? []).flatMap(({ root }, index): Reference[] =>
    typeof root !== 'string' || root.includes(':')
      ? []
      : [{ name: root, path: ['monitor', 'silences', index, 'root'] }],
  );
  const known = [...services, '@host', '@observer', '@backup', '@drill'];
  return unknownReferences('service', named, known);
}

/** Whoever can reach it reads what is broken, and what log lines say of it. */
function pages({ config }: Facts): Flaw[] {
  const { host = '127.0.0.1', token } = config.monitor?.page ?? {};
  if (['127.0.0.1', '::1', 'localhost'].includes(host) || token !== undefined) return [];
  return [
    invalid(['page', 'host'], 'a page that others can reach needs a token', {
      expected: '127.0.0.1, or a token',
      got: host,
      fix: 'Add `token: { env: NAME }`.',
      lacks: [['monitor', 'page', 'token']],
    }),
  ];
}

/** What the monitor is told makes sense. */
export const monitor = (facts: Facts): Flaw[] => [
  ...budget(facts),
  ...intervals(facts),
  ...windows(facts),
  ...moments(facts),
  ...roots(facts),
  ...pages(facts),
];
