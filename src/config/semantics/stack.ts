import type { Flaw } from '../flaw.ts';
import { type Facts, keysAt } from './facts.ts';

const quoted = (names: readonly string[]) => names.map(name => `"${name}"`).join(', ');

/** The runtime in force has the description of the stack that it needs. */
export function runtimeDescribed({ config, runtime }: Facts): Flaw[] {
  const key = runtime === 'processes' ? 'processes' : 'compose';
  if (config.stack?.[key] !== undefined) return [];
  return [
    {
      code: 'CONFIG_STACK',
      path: config.stack === undefined ? [] : ['stack'],
      at: 'key',
      message: `the runtime ${runtime} needs stack.${key}`,
      expected:
        key === 'compose'
          ? 'the name of the compose file'
          : 'the services, each with the command that runs it',
      got: 'nothing',
      lacks: [
        ['stack', key],
        ['stack', 'runtime'],
      ],
      fix: `Add stack.${key}, or choose another runtime with stack.runtime, FAILSAFE_RUNTIME or --runtime.`,
    },
  ];
}

/** Compose file and `stack.processes` describe the same services, or a verdict would depend on the runtime. */
export function sameServices({ config, written, compose }: Facts): Flaw[] {
  if (config.stack?.processes === undefined || compose === undefined) return [];
  const left = Object.keys(compose.services);
  const right = [
    ...new Set([...Object.keys(config.stack.processes), ...keysAt(written, 'stack', 'processes')]),
  ];
  const missing = left.filter(name => !right.includes(name));
  const extra = Object.keys(config.stack.processes).filter(name => !left.includes(name));
  if (missing.length === 0 && extra.length === 0) return [];
  const differences = [
    missing.length > 0 ? `${quoted(missing)} only in the compose file` : '',
    extra.length > 0 ? `${quoted(extra)} only in stack.processes` : '',
  ];
  return [
    {
      code: 'CONFIG_STACK',
      path: ['stack', 'processes'],
      at: 'key',
      message: `stack.processes and the compose file have different services: ${differences.filter(Boolean).join('; ')}`,
      expected: left.join(', '),
      got: right.join(', '),
      fix: 'Give both the same services under the same names.',
      lacks: [['stack', 'processes']],
    },
  ];
}
