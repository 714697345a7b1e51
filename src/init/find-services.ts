import { dirname, join, relative } from 'node:path';
import type { RawService } from '../config/compose/compose-merge.ts';
import type { ComposePort } from '../config/compose/compose-ports.ts';
import type { ComposeProject } from '../config/compose-file.ts';
import { isMap } from '../config/is-map.ts';
import type { DockerInstruction, SourceObservation } from '../model/observations/source.ts';
import { canConnectFrom, type KnownKind, kindOf, PAGE_PORTS, type ServiceKind } from './service-kind.ts';

/** A service of the compose files, and what can be told of it without starting anything. */
export interface FoundService {
  readonly name: string;
  readonly raw: RawService;
  readonly kind: ServiceKind;
  readonly front: boolean;
  /** The port it listens on, inside of its container. */
  readonly port?: number;
  /** TCP ports that are published. */
  readonly ports: readonly ComposePort[];
  readonly dependsOn: readonly string[];
  readonly healthcheck: boolean;
  /** The folder that it is built from, relative to the project. */
  readonly folder?: string;
  /** The folder of its code: in a monorepo that is built from its root, the one of its Dockerfile. */
  readonly code?: string;
  /** A connection to others can be tried from inside of it. */
  readonly connects: boolean;
  /** It runs to its end: others wait for that, or its command says so. */
  readonly oneShot?: 'awaited' | 'guessed';
}

const words = (command: unknown): string[] =>
  (Array.isArray(command)
    ? command.map(String)
    : typeof command === 'string'
      ? command.split(/\s+/)
      : []
  ).filter(
    word =>
      !['exec', 'sh', 'bash', '-c', '/bin/sh', '/bin/bash', 'sudo', 'gosu', 'su-exec', 'tini', '--'].includes(
        word,
      ),
  );

function folderOf({ build }: RawService, base: string): string | undefined {
  const context = isMap(build) ? (build.context ?? '.') : build;
  return typeof context !== 'string' || context.includes('://') ? undefined : join(base, context);
}

const dockerfileOf = ({ build }: RawService): string =>
  isMap(build) && typeof build.dockerfile === 'string' ? build.dockerfile : 'Dockerfile';

/** A Dockerfile in a folder that is named after what it is for, such as `docker/`, tells of no code. */
function codeOf(raw: RawService, folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  const nested = dirname(join(folder, dockerfileOf(raw)));
  return /(?:^|\/)(?:docker|deploy|build|infra|ops)(?:\/|$)/.test(nested) ? folder : nested;
}

function instructionsOf(raw: RawService, folder: string | undefined, { files }: SourceObservation) {
  if (folder === undefined) return [];
  const tree = files.find(({ path }) => path === join(folder, dockerfileOf(raw)))?.tree;
  return tree?.kind === 'dockerfile' ? tree.instructions : [];
}

const last = (instructions: readonly DockerInstruction[], keyword: string) =>
  instructions.findLast(one => one.keyword === keyword);

/** The image that a container of it is made of, as far as that is known: of a build the one that its last stage begins with. */
function baseImage(raw: RawService, instructions: readonly DockerInstruction[]): string {
  const from = last(instructions, 'FROM')?.args[0];
  return from ?? (typeof raw.image === 'string' ? raw.image : '');
}

function known(raw: RawService, instructions: readonly DockerInstruction[]): KnownKind | undefined {
  const started = [
    words(raw.command),
    words(raw.entrypoint),
    last(instructions, 'CMD')?.args ?? [],
    last(instructions, 'ENTRYPOINT')?.args ?? [],
  ];
  const programs = started.flatMap(list => words(list)[0] ?? []);
  return [baseImage(raw, instructions), ...programs].map(kindOf).find(kind => kind !== undefined);
}

const ENDS =
  /\b(?:migrate|migrations?|upgrade head|db:migrate|collectstatic|seed|createsuperuser|init-db|bootstrap)\b/;

function endsByItself(raw: RawService, ports: readonly ComposePort[]): boolean {
  const restart = raw.restart === undefined || raw.restart === 'no' || raw.restart === 'on-failure';
  const text = [raw.command, raw.entrypoint].flat().join(' ');
  const goesOn = /&&|;|\bserver\b|runserver|gunicorn|uvicorn/.test(text);
  return restart && ports.length === 0 && raw.healthcheck === undefined && ENDS.test(text) && !goesOn;
}

const awaited = (raws: ReadonlyMap<string, RawService>): Set<string> =>
  new Set(
    [...raws.values()].flatMap(({ depends_on: depends }) =>
      Object.entries(isMap(depends) ? depends : {}).flatMap(([name, link]) =>
        isMap(link) && link.condition === 'service_completed_successfully' ? [name] : [],
      ),
    ),
  );

function portOf(
  kind: KnownKind | undefined,
  ports: readonly ComposePort[],
  raw: RawService,
  exposed?: DockerInstruction,
) {
  const listed = [
    ...ports.map(({ container }) => container),
    ...[raw.expose ?? []].flat().map(Number),
    ...(exposed?.args.map(port => Number.parseInt(port, 10)) ?? []),
  ].filter(port => Number.isInteger(port));
  const own = listed.find(port => port === kind?.port);
  return own ?? listed.find(port => kind?.port === undefined || !PAGE_PORTS.includes(port)) ?? kind?.port;
}

/** The services of compose files. `folder` is that of the first of them; paths are relative to `root`. */
export function findServices(
  { services }: ComposeProject,
  raws: ReadonlyMap<string, RawService>,
  project: SourceObservation,
  { root, file }: { readonly root: string; readonly file: string },
): FoundService[] {
  const base = relative(root, dirname(file));
  const waitedFor = awaited(raws);
  return Object.entries(services).map(([name, service]): FoundService => {
    const raw = raws.get(name) ?? {};
    const folder = folderOf(raw, base);
    const instructions = instructionsOf(raw, folder, project);
    const ports = service.ports.filter(({ protocol }) => protocol === 'tcp');
    const kind = known(raw, instructions);
    const guessed = endsByItself(raw, ports) ? 'guessed' : undefined;
    return {
      name,
      raw,
      kind: kind?.kind ?? 'unknown',
      front: kind?.front === true,
      port: portOf(kind, ports, raw, last(instructions, 'EXPOSE')),
      ports,
      dependsOn: service.dependsOn.filter(other => other in services),
      healthcheck: service.healthcheck || last(instructions, 'HEALTHCHECK') !== undefined,
      folder,
      code: codeOf(raw, folder),
      connects: canConnectFrom(baseImage(raw, instructions)),
      oneShot: waitedFor.has(name) ? 'awaited' : guessed,
    };
  });
}
