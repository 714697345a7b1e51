import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Problem } from '../../model/problem.ts';
import type { PlannedCommand, PlannedPostgres, PlannedService } from './run-plan.ts';
import { type Placeholder, placeholdersOf } from './template.ts';

const KINDS = ['port', 'url', 'host', 'database-url'];

type Services = ReadonlyMap<string, PlannedService>;

function whyUnknown(
  { kind, service }: Placeholder,
  owner: PlannedService,
  services: Services,
): string | undefined {
  if (!KINDS.includes(kind)) return 'there is no such placeholder';
  if (service === undefined && kind !== 'port') return 'it names no service';
  const named = service === undefined ? owner : services.get(service);
  if (named === undefined) return `there is no service ${service}`;
  if (named.port === undefined) return `${named.name} declares no port`;
  if (kind === 'database-url' && named.kind !== 'postgres') return `${named.name} is no postgres service`;
  return undefined;
}

function* environmentProblems(service: PlannedCommand, services: Services): Generator<Problem> {
  for (const [variable, template] of Object.entries(service.env)) {
    for (const placeholder of placeholdersOf(template)) {
      const why = whyUnknown(placeholder, service, services);
      if (why === undefined) continue;
      yield {
        code: 'PLACEHOLDER_UNKNOWN',
        message: `service ${service.name}: ${placeholder.text} in its variable ${variable} cannot be filled in: ${why}`,
        expected: '{{port}}, {{url:SERVICE}}, {{host:SERVICE}}, {{port:SERVICE}} or {{database-url:SERVICE}}',
        fix: `Mend stack.processes.${service.name}.env.${variable}; services are ${[...services.keys()].join(', ')}.`,
      };
    }
  }
}

function* commandProblems(service: PlannedCommand, services: Services): Generator<Problem> {
  if (!existsSync(service.cwd)) {
    yield {
      code: 'STACK_START_FAILED',
      message: `service ${service.name}: its working directory ${service.cwd} does not exist`,
      fix: `Mend stack.processes.${service.name}.cwd.`,
    };
  }
  if (service.ready.kind === 'http' && service.port === undefined) {
    yield {
      code: 'STACK_START_FAILED',
      message: `service ${service.name}: it is to be ready when ${service.ready.path} answers, but declares no port`,
      fix: `Add stack.processes.${service.name}.port, and let the service listen on the port in the variable PORT.`,
    };
  }
  yield* environmentProblems(service, services);
}

function* postgresProblems(service: PlannedPostgres, root: string): Generator<Problem> {
  for (const file of service.init.filter(file => !existsSync(file))) {
    yield {
      code: 'INIT_SQL_MISSING',
      message: `service ${service.name}: there is no file ${relative(root, file)} to fill its database with`,
      fix: `Mend stack.processes.${service.name}.postgres.init; paths start at the folder of failsafe.yaml.`,
    };
  }
}

function* needsProblems(service: PlannedService, services: Services): Generator<Problem> {
  for (const need of service.needs.filter(name => !services.has(name))) {
    yield {
      code: 'STACK_START_FAILED',
      message: `service ${service.name} needs ${need}, which is no service of stack.processes`,
      fix: `Declare ${need} under stack.processes, or drop it from the needs of ${service.name}.`,
    };
  }
}

/** Everything that is wrong with the services before any of them starts. */
export function* planProblems(services: Services, root: string): Generator<Problem> {
  for (const service of services.values()) {
    yield* needsProblems(service, services);
    if (service.kind === 'command') yield* commandProblems(service, services);
    else yield* postgresProblems(service, root);
  }
}
