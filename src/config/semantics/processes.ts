import type { Flaw, Path } from '../flaw.ts';
import { type Facts, type FileFacts, keysAt } from './facts.ts';
import { type Reference, unknownReferences } from './reference.ts';

const TEMPLATE = /\{\{\s*([^{}]*?)\s*\}\}/g;
const FORMS = 'port, url:SERVICE, host:SERVICE, port:SERVICE, database-url:SERVICE';

type Processes = NonNullable<NonNullable<FileFacts['config']['stack']>['processes']>;

function templatesOf(processes: Processes): Reference[] {
  return Object.entries(processes).flatMap(([service, process]) =>
    Object.entries('env' in process ? (process.env ?? {}) : {}).flatMap(([key, value]) =>
      typeof value !== 'string'
        ? []
        : [...value.matchAll(TEMPLATE)].map(([, name = '']) => ({
            name,
            path: ['stack', 'processes', service, 'env', key],
          })),
    ),
  );
}

const malformed = ({ name, path }: Reference): Flaw => ({
  code: 'CONFIG_UNKNOWN_VARIABLE',
  path,
  message: `{{${name}}} is nothing that a process can be told`,
  expected: `one of ${FORMS}`,
  got: `{{${name}}}`,
  fix: 'Correct the name, or write the value itself.',
});

/** `needs` and the templates of `env` name services of `stack.processes`. */
export function processReferences({ config, written }: FileFacts): Flaw[] {
  const processes = config.stack?.processes ?? {};
  const names = [...new Set([...Object.keys(processes), ...keysAt(written, 'stack', 'processes')])];
  const databases = names.filter(name => !('run' in (processes[name] ?? {})));
  const needs = Object.entries(processes).flatMap(([service, { needs = [] }]) =>
    needs.map((name, index): Reference => ({ name, path: ['stack', 'processes', service, 'needs', index] })),
  );
  const lacks = [['stack', 'processes']];
  const wrong: Flaw[] = [];
  for (const template of templatesOf(processes)) {
    const [, form, name = ''] = /^(url|host|port|database-url):(.*)$/.exec(template.name) ?? [];
    if (form === undefined && template.name !== 'port') wrong.push(malformed(template));
    if (form === undefined) continue;
    const [kind, known] = form === 'database-url' ? ['postgres process', databases] : ['process', names];
    wrong.push(...unknownReferences(String(kind), [{ name, path: template.path }], known as string[], lacks));
  }
  return [...unknownReferences('process', needs, names, lacks), ...wrong];
}

/** In the runtime `processes`, a target's port is the one that its process declares. */
export function processPorts({ config, runtime }: Facts): Flaw[] {
  if (runtime !== 'processes') return [];
  const processes = config.stack?.processes ?? {};
  return Object.entries(config.targets ?? {}).flatMap(([name, target]): Flaw[] => {
    const process =
      'service' in target && Object.hasOwn(processes, target.service) && processes[target.service];
    if (!process) return [];
    const port = 'postgres' in process ? (process.port ?? 5432) : process.port;
    if (port === target.port) return [];
    return [
      {
        code: 'CONFIG_UNKNOWN_REFERENCE',
        path: ['targets', name, 'port'],
        message: `the process "${target.service}" declares ${port === undefined ? 'no port' : `port ${port}`} in stack.processes`,
        expected: port === undefined ? 'a port that the process declares' : String(port),
        got: String(target.port),
        lacks: [['stack', 'processes', target.service, 'port']],
        fix: port === undefined ? `Add "port: ${target.port}" to the process.` : 'Give both the same port.',
      },
    ];
  });
}

/** No process waits for itself, directly or through others. */
export function processCycles({ config }: FileFacts): Flaw[] {
  const processes = config.stack?.processes ?? {};
  const done = new Set<string>();
  const flaws: Flaw[] = [];

  function visit(service: string, way: readonly string[], path: Path): void {
    if (way.includes(service)) {
      const cycle = [...way.slice(way.indexOf(service)), service].join(' → ');
      flaws.push({
        code: 'CONFIG_CYCLE',
        path,
        message: `processes wait for one another: ${cycle}`,
        fix: 'Remove one of these "needs".',
      });
      return;
    }
    if (done.has(service)) return;
    const needs = Object.hasOwn(processes, service) ? processes[service]?.needs : undefined;
    for (const [index, name] of (needs ?? []).entries()) {
      visit(name, [...way, service], ['stack', 'processes', service, 'needs', index]);
    }
    done.add(service);
  }
  for (const service of Object.keys(processes)) visit(service, [], []);
  return flaws;
}
