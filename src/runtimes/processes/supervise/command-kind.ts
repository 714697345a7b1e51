import type { Address } from '../../../model/stack.ts';
import type { PlannedCommand, PlannedService, RunPlan } from '../run-plan.ts';
import { fillTemplate, type Placeholder } from '../template.ts';
import type { ServiceKind } from './service-kind.ts';

function databaseUrl(service: PlannedService, { host, port }: Address): string {
  if (service.kind !== 'postgres') throw new TypeError(`${service.name} is no postgres service`);
  const [user, password, database] = [service.user, service.password, service.database].map(
    encodeURIComponent,
  );
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}

function fill(
  placeholder: Placeholder,
  owner: string,
  plan: RunPlan,
  addresses: ReadonlyMap<string, Address>,
) {
  const name = placeholder.service ?? owner;
  const service = plan.services.find(candidate => candidate.name === name);
  const address = addresses.get(name);
  if (service === undefined || address === undefined)
    throw new TypeError(`${placeholder.text} means nothing`);
  switch (placeholder.kind) {
    case 'url':
      return `http://${address.host}:${address.port}`;
    case 'host':
      return address.host;
    case 'port':
      return String(address.port);
    default:
      return databaseUrl(service, address);
  }
}

/** A service that is a command of the user. */
export function commandKind(
  service: PlannedCommand,
  plan: RunPlan,
  addresses: ReadonlyMap<string, Address>,
): ServiceKind {
  const { name, command, args, cwd, image } = service;
  return {
    prepare: async () => {},
    populate: async () => {},
    image: () => image,
    launch(address) {
      const own = Object.entries(service.env).map(([variable, template]) => [
        variable,
        fillTemplate(template, placeholder => fill(placeholder, name, plan, addresses)),
      ]);
      const port = address === undefined ? {} : { PORT: String(address.port) };
      const env = { ...plan.environment, ...port, ...Object.fromEntries(own), ...service.secrets };
      return { command, args, cwd, env };
    },
  };
}
