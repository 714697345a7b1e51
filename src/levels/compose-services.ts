import { basename, dirname, join } from 'node:path/posix';
import { replaceVariables } from '../config/compose/compose-variables.ts';
import { isMap } from '../config/is-map.ts';
import type {
  ComposeTree,
  DockerfileTree,
  SourceFile,
  SourceObservation,
} from '../model/observations/source.ts';
import type { Spot } from '../model/verdict.ts';

/** Keys and indexes from a service to a value. */
export type ServicePath = readonly (string | number)[];

/** A compose file and its tree. */
export interface ComposeFile extends SourceFile {
  readonly tree: ComposeTree;
}

/** One service of a compose file, as rules look at it. */
export interface ServiceView {
  readonly file: ComposeFile;
  readonly name: string;
  /** As it is written, `<<` resolved. */
  readonly written: Readonly<Record<string, unknown>>;
  /** The same, variables replaced by their defaults; one without a default becomes `1`. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Part of it stands in another file, so that what is not here may be there. */
  readonly isPartial: boolean;
  /** Runs to its end: others wait for that, or it is started by hand. */
  readonly isOneShot: boolean;
  readonly project: SourceObservation;
  /** Whether what stands there is what compose will see: no variable without a default is in it. */
  isKnown(path: ServicePath): boolean;
  /** A place in it: of a value, or of the service where the path is empty. */
  spot(path: ServicePath, message: string): Spot;
}

/** Compose files of a project. */
export const composeFiles = ({ files }: SourceObservation): ComposeFile[] =>
  files.filter((file): file is ComposeFile => file.tree?.kind === 'compose');

/** The services of a file as they are written. */
export const servicesOf = ({ tree }: ComposeFile): [string, Record<string, unknown>][] =>
  Object.entries(isMap(tree.value.services) ? tree.value.services : {}).filter(
    (entry): entry is [string, Record<string, unknown>] => isMap(entry[1]),
  );

/** What the shell that starts compose has always, as compose writes these folders. */
const FOLDERS: Readonly<Record<string, string>> = { PWD: '.', HOME: '~' };

function unsetIn(text: string): Set<string> {
  const unset = new Set<string>();
  replaceVariables(
    text,
    name => FOLDERS[name],
    name => unset.add(name),
  );
  return unset;
}

/** A text with the defaults of its variables; what has none becomes `1`, which is a port, a tag and a name. */
function withDefaults(text: string): string {
  const unset = unsetIn(text);
  return replaceVariables(text, name => FOLDERS[name] ?? (unset.has(name) ? '1' : undefined));
}

/** Whether all that is written in a value is known before it is run. */
function isKnown(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('$') || unsetIn(value).size === 0;
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isKnown);
}

/** What stands at the end of a path. */
export const valueAt = (value: unknown, path: ServicePath): unknown =>
  path.reduce<unknown>(
    (inner, key) => (isMap(inner) || Array.isArray(inner) ? Reflect.get(inner, key) : undefined),
    value,
  );

function filled(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('$') ? withDefaults(value) : value;
  if (Array.isArray(value)) return value.map(filled);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]));
}

const BASE = /^(?:docker-)?compose\.ya?ml$/;

/** Whether services of other files are made from those of a file, and none is started as it stands there. */
export const isTemplate = ({ composed }: SourceFile): boolean => composed?.services !== undefined;

/** Folders of the application that a compose file is of: its own, or of those that include it or extend what is in it. */
export const homesOf = ({ path, composed }: SourceFile): readonly string[] =>
  composed?.folders ?? [dirname(path)];

/** A file beside the one that compose reads by itself only adds to it. */
const isBeside = (file: ComposeFile, files: readonly ComposeFile[]): boolean =>
  !BASE.test(basename(file.path)) &&
  files.some(other => BASE.test(basename(other.path)) && dirname(other.path) === dirname(file.path));

function isAwaited(name: string, file: ComposeFile): boolean {
  return servicesOf(file).some(([, { depends_on: depends }]) => {
    const link = isMap(depends) ? depends[name] : undefined;
    return isMap(link) && link.condition === 'service_completed_successfully';
  });
}

/** Every service of every compose file. */
export function composeServices(project: SourceObservation): ServiceView[] {
  const files = composeFiles(project);
  return files.flatMap(file =>
    servicesOf(file).map(([name, written]): ServiceView => {
      const { profiles } = written;
      return {
        file,
        name,
        written,
        project,
        value: filled(written) as Record<string, unknown>,
        isPartial: 'extends' in written || isTemplate(file) || (file.composed?.adds ?? isBeside(file, files)),
        isKnown: path => isKnown(valueAt(written, path)),
        isOneShot: isAwaited(name, file) || (Array.isArray(profiles) && profiles.length > 0),
        spot(path, message) {
          const at = file.tree.at(['services', name, ...path], path.length === 0 ? 'key' : 'value');
          return { file: file.path, ...at, message: `${name} ${message}` };
        },
      };
    }),
  );
}

/** Those that compose starts as they stand there: what one of them names must be there, and no other may claim the same. */
export const startedServices = (project: SourceObservation): ServiceView[] =>
  composeServices(project).filter(({ file }) => !isTemplate(file));

/** A rule that looks at each service for itself. */
export const eachService = (find: (service: ServiceView) => Spot | readonly Spot[] | undefined) =>
  function* (project: SourceObservation): Generator<Spot> {
    for (const service of composeServices(project)) {
      const found = find(service) ?? [];
      yield* Array.isArray(found) ? found : [found as Spot];
    }
  };

/** As {@link eachService}, for what is missing: only where the whole service is known. */
export const eachWholeService = (find: (service: ServiceView) => Spot | undefined) =>
  eachService(service => (service.isPartial ? undefined : find(service)));

/** Items of a list of texts, with their indexes. */
export const texts = (value: unknown): [string, number][] =>
  (Array.isArray(value) ? value : []).flatMap((item, index) =>
    typeof item === 'string' ? [[item, index] as [string, number]] : [],
  );

/** One variable that a service is given. */
export interface ServiceVariable {
  readonly name: string;
  /** As it is written: variables in it are not replaced. */
  readonly value: string;
  readonly path: ServicePath;
}

/** What a service has at a path as a map or as a list of `NAME=value`, as it is written. */
export function variablesAt({ written }: ServiceView, path: ServicePath): ServiceVariable[] {
  const variables = valueAt(written, path);
  if (isMap(variables)) {
    return Object.entries(variables).map(([key, value]) => ({
      name: key,
      value: value === null || value === undefined ? '' : String(value),
      path: [...path, key],
    }));
  }
  return texts(variables).map(([item, index]) => {
    const [key = '', ...rest] = item.split('=');
    return { name: key, value: rest.join('='), path: [...path, index] };
  });
}

/** The environment of a service. */
export const environmentOf = (service: ServiceView): ServiceVariable[] =>
  variablesAt(service, ['environment']);

/** The folder that a service is built from, relative to the project; undefined when it is not built from one. */
export function contextOf({ file, value: { build } }: ServiceView): string | undefined {
  const context = isMap(build) ? (build.context ?? '.') : build;
  if (typeof context !== 'string' || context.includes('://')) return undefined;
  return join(dirname(file.path), context);
}

/** The Dockerfile that a service is built from, relative to the project; undefined when it is not built from a folder. */
export function dockerfileOf(service: ServiceView): string | undefined {
  const { build } = service.value;
  const context = contextOf(service);
  const name = isMap(build) && typeof build.dockerfile === 'string' ? build.dockerfile : 'Dockerfile';
  return context === undefined ? undefined : join(context, name);
}

/** That Dockerfile, read; undefined where it is not in the project. */
export function dockerfileTreeOf(service: ServiceView): DockerfileTree | undefined {
  const path = dockerfileOf(service);
  const tree = service.project.files.find(file => file.path === path)?.tree;
  return tree?.kind === 'dockerfile' ? tree : undefined;
}

/** A compose file of one service, for examples. */
export const exampleService = (...lines: readonly string[]) => ({
  'compose.yaml': [
    'services:',
    '  web:',
    '    image: nginx:1.29',
    ...lines.map(line => `    ${line}`),
    '',
  ].join('\n'),
});
