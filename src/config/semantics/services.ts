import type { Flaw } from '../flaw.ts';
import type { Config } from '../schema/config.ts';
import type { Facts } from './facts.ts';
import { type Reference, unknownReferences } from './reference.ts';

function referencesOf({
  targets,
  stack,
  containers,
  connectivity,
  setup,
  deploy,
  monitor,
}: Config): Reference[] {
  const list = (names: readonly string[] | undefined, ...path: string[]) =>
    (names ?? []).map((name, index): Reference => ({ name, path: [...path, index] }));
  return [
    ...Object.entries(targets ?? {}).flatMap(([key, target]): Reference[] =>
      'service' in target ? [{ name: target.service, path: ['targets', key, 'service'] }] : [],
    ),
    ...list(stack?.oneShots, 'stack', 'oneShots'),
    ...Object.keys(containers?.services ?? {}).map(
      (name): Reference => ({ name, path: ['containers', 'services', name], at: 'key' }),
    ),
    ...Object.keys(monitor?.heal?.services ?? {}).map(
      (name): Reference => ({ name, path: ['monitor', 'heal', 'services', name], at: 'key' }),
    ),
    ...list(containers?.ignore, 'containers', 'ignore'),
    ...(connectivity?.reach ?? []).flatMap(({ from, to }, index): Reference[] => [
      { name: from, path: ['connectivity', 'reach', index, 'from'] },
      { name: to, path: ['connectivity', 'reach', index, 'to'] },
    ]),
    ...(['database', 'recreate', 'tests'] as const).flatMap(key =>
      (setup?.[key] ?? []).map(
        ({ service }, index): Reference => ({ name: service, path: ['setup', key, index, 'service'] }),
      ),
    ),
    ...(deploy?.migrate ?? []).map(
      ({ service }, index): Reference => ({ name: service, path: ['deploy', 'migrate', index, 'service'] }),
    ),
    ...(connectivity?.closed ?? []).flatMap((port, index): Reference[] =>
      'service' in port ? [{ name: port.service, path: ['connectivity', 'closed', index, 'service'] }] : [],
    ),
  ];
}

/** Every service that is named is one of the stack. */
export function serviceReferences({ config, services }: Facts): Flaw[] {
  return services === undefined ? [] : unknownReferences('service', referencesOf(config), services);
}
