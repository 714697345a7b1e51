import type { Flaw, Path } from '../flaw.ts';
import { formatDuration } from '../units.ts';
import type { FileFacts } from './facts.ts';

interface Limits {
  readonly warn?: number;
  readonly fail?: number;
}

/** `warn` must come before `fail`; the other way round the warning would never be seen. */
function order(limits: Limits | undefined, path: Path, first: 'lower' | 'higher'): Flaw[] {
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
export function limits({ config }: FileFacts): Flaw[] {
  const { api, connectivity } = config;
  const tls = connectivity?.tls;
  const days = 86_400_000;
  return [
    ...order(api?.latency, ['api', 'latency'], 'lower'),
    ...(api?.endpoints ?? []).flatMap(({ expect }, index) =>
      order(expect.latency, ['api', 'endpoints', index, 'expect', 'latency'], 'lower'),
    ),
    ...(tls?.warn === undefined
      ? []
      : order({ fail: 7 * days, ...tls }, ['connectivity', 'tls'], 'higher').map(flaw => ({
          ...flaw,
          lacks: [['connectivity', 'tls', 'fail']],
        }))),
    ...(tls?.fail === undefined || tls.warn !== undefined || tls.fail < 30 * days
      ? []
      : [...order({ warn: 30 * days, fail: tls.fail }, ['connectivity', 'tls'], 'higher')].map(flaw => ({
          ...flaw,
          path: ['connectivity', 'tls', 'fail'],
          lacks: [['connectivity', 'tls', 'warn']],
        }))),
  ];
}
