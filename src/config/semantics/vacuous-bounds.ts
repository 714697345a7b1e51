import type { Flaw, Path } from '../flaw.ts';
import { type FileFacts, keysAt } from './facts.ts';
import { placedExpectations } from './placed-expectations.ts';

const vacuous = (path: Path, got: unknown, reason: string, fix: string): Flaw => ({
  code: 'CONFIG_VACUOUS',
  path,
  message: `this can never fail: ${reason}`,
  expected: 'an expectation that can fail',
  got: String(got),
  fix,
});

/** Percentages of a whole. CPU is none: it is counted in percent of one core, and there are several. */
function percentages({ config, written }: FileFacts): Flaw[] {
  const services = keysAt(written, 'containers', 'services').map(name => ['containers', 'services', name]);
  const bounds: Path[] = [
    ...[['containers', 'defaults'], ...services].map(path => [...path, 'memory', 'below']),
    ['containers', 'disk', 'free'],
    ['database', 'connections', 'below'],
  ];
  const over = bounds.flatMap((path): Flaw[] => {
    const text = written(path);
    if (typeof text !== 'string' || !text.endsWith('%') || Number.parseFloat(text) <= 100) return [];
    return [
      {
        code: 'CONFIG_INVALID_VALUE',
        path,
        message: 'nothing is more than 100% of what there is',
        expected: 'a percentage of at most 100%',
        got: text,
        fix: 'Write a percentage below 100%, or a size where one may stand.',
      },
    ];
  });
  const free = config.containers?.disk?.free;
  if (free !== 0) return over;
  const path = ['containers', 'disk', 'free'];
  return [...over, vacuous(path, written(path), 'there is always room for nothing', 'Write 5%, or a size.')];
}

/** Times in which nothing can happen. */
function noTimes({ config }: FileFacts): Flaw[] {
  const { containers, realtime } = config;
  const expectations = [
    [['containers', 'defaults'], containers?.defaults] as const,
    ...Object.entries(containers?.services ?? {}).map(
      ([name, one]) => [['containers', 'services', name], one] as const,
    ),
  ];
  const windows = expectations.flatMap(([path, one]) =>
    one?.restartWindow === 0
      ? [vacuous([...path, 'restartWindow'], 0, 'no restart is within no time', 'Write 10m, say.')]
      : [],
  );
  const logs = expectations.flatMap(([path, one]) =>
    one?.logs?.within === 0
      ? [vacuous([...path, 'logs', 'within'], 0, 'no line is written within no time', 'Write 10m, say.')]
      : [],
  );
  const holds = (realtime?.socketio ?? []).flatMap(({ hold }, index) =>
    hold === 0
      ? [
          vacuous(
            ['realtime', 'socketio', index, 'hold'],
            0,
            'a connection is always held for no time',
            'Write a time longer than the read timeout of the proxy, or remove this.',
          ),
        ]
      : [],
  );
  return [...windows, ...logs, ...holds];
}

/** How many status codes there are, from 100 to 599. */
const STATUSES = 500;

/** A list that has every status. */
const everyStatus = ({ config }: FileFacts): Flaw[] =>
  placedExpectations(config).flatMap(({ expect: { status }, path }) =>
    Array.isArray(status) && new Set(status).size === STATUSES
      ? [
          vacuous(
            [...path, 'status'],
            'all of them',
            'every status is in the list',
            'Keep those that are right.',
          ),
        ]
      : [],
  );

/** A bound that nothing can exceed: the check would be green when all is broken. */
export const vacuousBounds = (facts: FileFacts): Flaw[] => [
  ...percentages(facts),
  ...noTimes(facts),
  ...everyStatus(facts),
];
