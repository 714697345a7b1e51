import type { ComposeProject } from '../compose-file.ts';
import type { Flaw } from '../flaw.ts';
import type { Config } from '../schema/config.ts';
import type { Facts } from './facts.ts';
import { type Reference, unknownReferences } from './reference.ts';

type Inactive = ComposeProject['inactive'];

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
    ...(deploy?.startFirst ?? []).flatMap(({ service, reload }, index): Reference[] => [
      { name: service, path: ['deploy', 'startFirst', index, 'service'] },
      ...(reload === undefined
        ? []
        : [{ name: reload.service, path: ['deploy', 'startFirst', index, 'reload', 'service'] }]),
    ]),
    ...(connectivity?.closed ?? []).flatMap((port, index): Reference[] =>
      'service' in port ? [{ name: port.service, path: ['connectivity', 'closed', index, 'service'] }] : [],
    ),
  ];
}

/** Says of a service that is declared, but not started, why it is not known. */
function explained(flaw: Flaw, { name }: Reference, inactive: Inactive): Flaw {
  const profiles = Object.hasOwn(inactive, name) ? (inactive[name] ?? []) : [];
  const [first] = profiles;
  if (first === undefined) return flaw;
  return {
    ...flaw,
    message: `the service "${name}" does not start: its profile ${profiles.join(', ')} is not active`,
    fix: `Set COMPOSE_PROFILES=${first} in the file of \`stack.env\` or in the environment, or leave "${name}" out.`,
  };
}

/** Every service that is named is one of the stack; one that is to be ignored may be of a profile that is not active. */
export function serviceReferences({ config, services, compose }: Facts): Flaw[] {
  if (services === undefined) return [];
  const inactive = compose?.inactive ?? {};
  const isIgnored = ({ name, path }: Reference) => path[1] === 'ignore' && Object.hasOwn(inactive, name);
  return referencesOf(config)
    .filter(reference => !isIgnored(reference))
    .flatMap(reference =>
      unknownReferences('service', [reference], services).map(flaw => explained(flaw, reference, inactive)),
    );
}
