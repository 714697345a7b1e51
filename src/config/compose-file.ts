import type { Position, Problem } from '../model/problem.ts';
import { activeProfiles } from './compose/active-profiles.ts';
import { mergeService, type RawService } from './compose/compose-merge.ts';
import { type ComposePort, composePorts } from './compose/compose-ports.ts';
import { createComposeReader } from './compose/compose-source.ts';
import { type Lookup, replaceVariables } from './compose/compose-variables.ts';
import { isMap } from './is-map.ts';
import { noCache, type ParseCache } from './parse-cache.ts';

/** What failsafe wants to know of one service of a compose file. */
export interface ComposeService {
  readonly image?: string;
  /** Whether compose builds its image. */
  readonly build: boolean;
  /** Services that it stands on: depends_on, links, volumes_from, a namespace that is shared. */
  readonly dependsOn: readonly string[];
  /** Whether the file declares a health check; an image may bring its own. */
  readonly healthcheck: boolean;
  readonly ports: readonly ComposePort[];
  /** How many containers of it are to run; 1 when nothing is declared, 0 for a service that is turned off. */
  readonly replicas: number;
  /** `no` when none is declared. */
  readonly restart: string;
}

/** The services of one or more compose files. */
export interface ComposeProject {
  /** `name:` of the file, variables replaced. */
  readonly name?: string;
  /** Those that compose starts: without a profile, or with one that is active. */
  readonly services: Readonly<Record<string, ComposeService>>;
  /** Those of which no profile is active, with their profiles. */
  readonly inactive: Readonly<Record<string, readonly string[]>>;
  /** Those whose end with success another one waits for, be that one active or not: they are meant to end. */
  readonly awaitedToEnd: readonly string[];
  /** Named volumes that compose makes for the project; what is `external` is somebody else's. */
  readonly volumes: readonly string[];
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const sharedWith = (mode: unknown): string[] =>
  typeof mode === 'string' && mode.startsWith('service:') ? [mode.slice('service:'.length)] : [];

function dependencies(service: RawService): string[] {
  const { depends_on: depends, links, volumes_from: volumes } = service;
  return [
    ...new Set([
      ...(isMap(depends) ? Object.keys(depends) : texts(depends)),
      ...texts(links).map(link => link.split(':')[0] ?? ''),
      ...texts(volumes).flatMap(volume =>
        volume.startsWith('container:') ? [] : [volume.split(':')[0] ?? ''],
      ),
      ...['network_mode', 'pid', 'ipc'].flatMap(key => sharedWith(service[key])),
    ]),
  ];
}

function hasHealthcheck({ healthcheck }: RawService): boolean {
  if (!isMap(healthcheck) || healthcheck.disable === true) return false;
  const { test } = healthcheck;
  return test !== undefined && test !== null && (Array.isArray(test) ? test[0] : test) !== 'NONE';
}

/** `scale` wins over `deploy.replicas`, as in compose. What compose itself would refuse counts as not declared. */
function replicasOf({ scale, deploy }: RawService): number {
  const declared = scale ?? (isMap(deploy) ? deploy.replicas : undefined);
  const count = declared === undefined || declared === null || declared === '' ? 1 : Number(declared);
  return Number.isInteger(count) && count >= 0 ? count : 1;
}

/** The services whose end with success a `depends_on` waits for. */
const endsAwaited = (dependsOn: unknown): string[] =>
  Object.entries(isMap(dependsOn) ? dependsOn : {})
    .filter(([, how]) => isMap(how) && how.condition === 'service_completed_successfully')
    .map(([name]) => name);

function toService(raw: RawService): ComposeService {
  return {
    image: typeof raw.image === 'string' ? raw.image : undefined,
    build: raw.build !== undefined && raw.build !== null,
    dependsOn: dependencies(raw),
    healthcheck: hasHealthcheck(raw),
    ports: composePorts(raw.ports),
    replicas: replicasOf(raw),
    restart: typeof raw.restart === 'string' ? raw.restart : 'no',
  };
}

/** Replaces variables in all texts. */
function replaceIn(value: unknown, lookup: Lookup): unknown {
  if (typeof value === 'string') return value.includes('$') ? replaceVariables(value, lookup) : value;
  if (Array.isArray(value)) return value.map(item => replaceIn(item, lookup));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceIn(inner, lookup)]));
}

interface ReadOptions {
  readonly lookup: Lookup;
  /** What the files were parsed to before; default: nothing. */
  readonly cache?: ParseCache;
  /** The name of a file as people see it. */
  show(file: string): string;
  /** Where the file of this index is named. */
  at(index: number): Position;
}

/** What compose files say. Without a project the problems say why. */
export interface ReadCompose {
  readonly project?: ComposeProject;
  /** The services of the project as they are written, with variables replaced. */
  readonly raw: ReadonlyMap<string, RawService>;
  readonly problems: readonly Problem[];
}

/**
 * Reads compose files as compose does: later ones override earlier ones, `include`, `extends` and variables are
 * resolved. No engine is asked.
 */
export async function readComposeFiles(
  files: readonly string[],
  { lookup, cache = noCache, show, at }: ReadOptions,
): Promise<ReadCompose> {
  const merged = new Map<string, RawService>();
  const volumes = new Map<string, unknown>();
  const problems: Problem[] = [];
  let name: string | undefined;
  let complete = true;
  for (const [index, file] of files.entries()) {
    const reader = createComposeReader(show, cache);
    const source = await reader.read(file);
    problems.push(...reader.problems.map(problem => ({ at: at(index), ...problem })));
    complete &&= source !== undefined;
    name = source?.name ?? name;
    for (const [service, raw] of source?.services ?? []) {
      merged.set(service, mergeService(merged.get(service) ?? {}, raw));
    }
    for (const [key, volume] of source?.volumes ?? []) volumes.set(key, volume ?? volumes.get(key));
  }
  if (!complete) return { problems, raw: new Map() };
  const isActive = activeProfiles(lookup);
  const raw = new Map<string, RawService>();
  const services: Record<string, ComposeService> = {};
  const inactive: Record<string, readonly string[]> = {};
  const awaitedToEnd = new Set<string>();
  for (const [service, written] of merged) {
    const replaced = replaceIn(written, lookup) as RawService;
    const profiles = texts(replaced.profiles);
    for (const awaited of endsAwaited(replaced.depends_on)) awaitedToEnd.add(awaited);
    if (isActive(profiles)) {
      raw.set(service, replaced);
      services[service] = toService(replaced);
    } else inactive[service] = profiles;
  }
  const finalName = name === undefined ? undefined : replaceVariables(name, lookup);
  const own = [...volumes].filter(([, volume]) => !isMap(volume) || !volume.external).map(([key]) => key);
  const project = { name: finalName, services, inactive, awaitedToEnd: [...awaitedToEnd], volumes: own };
  return { project, raw, problems };
}
