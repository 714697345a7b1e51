import { join, normalize } from 'node:path/posix';
import type { DockerInstruction, SourceObservation } from '../model/observations/source.ts';
import {
  composeServices,
  contextOf,
  dockerfileOf,
  type ServiceView,
  startedServices,
} from './compose-services.ts';
import { finalOf } from './dockerfiles.ts';
import { mayBeMade } from './ignored-paths.ts';
import { imageOf } from './image-name.ts';
import { mountsOf } from './service-mounts.ts';

/** Where nginx has its configuration: relative paths in all files of it start here. */
export const PREFIX = '/etc/nginx';

/** What a container of nginx finds under {@link PREFIX}, as far as that is of the project. */
export interface NginxContainer {
  /** Paths in the container, and the files of the project that are there. */
  readonly files: ReadonlyMap<string, string>;
  /** Folders of the container in which there is nothing else. */
  readonly folders: readonly string[];
  /** Whether the image brings the configuration that nginx is packaged with, which includes `conf.d/*.conf`. */
  readonly hasOwn: boolean;
}

type Known = [target: string, source: string, isMounted: boolean];

const NGINX = /^(?:docker\.io\/)?(?:(?:library\/)?nginx|nginxinc\/nginx-unprivileged)$/;
const PLAIN = /^(?:docker\.io\/)?(?:library\/)?(?:debian|ubuntu|alpine)$/;
/** What may put other files there, or make another file the first one. */
const OTHERWISE = /\/etc\/nginx|nginx-(?:mod|extras|full|module|plus)|\.conf\b|envsubst/i;
const HARMLESS = /^\s*rm\s+(?:-\w+\s+)?\/etc\/nginx\/\S+\s*$/;
/** How nginx itself is started; anything else may write files first. */
const STARTS = /^\W*(?:exec\W+)?(?:\/usr\/sbin\/)?nginx(?:\W+-g\W+daemon off\W*)?$/;
/** Scripts of the image that run before it. */
const SCRIPTS = '/docker-entrypoint.d';
/** A file whose name says that it is none of the folders that an image may have. */
const IS_FILE = /\.(?!d$)\w+$/;

const isHarmless = (text: string): boolean =>
  !OTHERWISE.test(text) || text.split('&&').every(one => HARMLESS.test(one));

const isOf = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** A path of the container in one form. */
const cleaned = (path: string): string => normalize(path).replace(/\/$/, '');

const isTouched = (target: string): boolean =>
  [PREFIX, SCRIPTS].some(folder => isOf(folder, target) || isOf(target, folder));

/** What is mounted there; undefined where only the machine knows. */
function mounted(service: ServiceView): Known[] | undefined {
  const found: Known[] = [];
  for (const { source, target: written, isBind, path } of mountsOf(service)) {
    if (!service.isKnown(path)) return undefined;
    const target = cleaned(written);
    if (!isTouched(target)) continue;
    if (!isBind || source === undefined || /^[/~]/.test(source)) return undefined;
    if (!isOf(PREFIX, target)) return undefined;
    const from = join(service.file.path, '..', source);
    if (from.startsWith('..')) return undefined;
    found.push([target, from, true]);
  }
  return found;
}

/** What an image copies there; undefined where it does more than that. */
function copied(
  instructions: readonly DockerInstruction[],
  context: string,
  isFolder: (path: string) => boolean,
): Known[] | undefined {
  const found: Known[] = [];
  for (const { keyword, args, flags, text } of instructions) {
    if (keyword === 'COPY' || keyword === 'ADD') {
      const target = args.at(-1) ?? '';
      if (!target.startsWith('/')) return undefined;
      if (!isTouched(cleaned(target))) continue;
      const sources = args.slice(0, -1);
      if (!isOf(PREFIX, cleaned(target))) return undefined;
      if (flags.from !== undefined || sources.some(one => /[$*?[\]\\<]|:\/\//.test(one))) return undefined;
      for (const source of sources) {
        const from = join(context, source.replace(/^\/+/, '')).replace(/\/$/, '');
        const isInto = (target.endsWith('/') || sources.length > 1) && !isFolder(from);
        const to = isInto ? join(target, from.split('/').at(-1) ?? '') : normalize(target);
        if (!isFolder(from) && !IS_FILE.test(to)) return undefined;
        found.push([to.replace(/\/$/, ''), from, false]);
      }
    } else if (keyword === 'CMD' || keyword === 'ENTRYPOINT') {
      if (!STARTS.test(args.join(' '))) return undefined;
    } else if (keyword !== 'FROM' && !isHarmless(text)) return undefined;
  }
  return found;
}

function imageFilesOf(service: ServiceView, isFolder: (path: string) => boolean) {
  const { image, build } = service.value;
  if (build === undefined) return { name: imageOf(image)?.name, files: [] as Known[] };
  const context = contextOf(service);
  const final = finalOf(dockerfileOf(service) ?? '', service.project);
  const files = context === undefined || final === undefined ? undefined : copied(final, context, isFolder);
  const from = final?.find(({ keyword }) => keyword === 'FROM')?.args[0];
  return { name: imageOf(from)?.name, files };
}

/** A service whose `volumes`, image or command another file may add to is not known. */
function isAddedTo({ file, name, project }: ServiceView): boolean {
  return composeServices(project).some(
    other =>
      other.name === name &&
      other.file !== file &&
      ['volumes', 'image', 'build', 'command', 'configs'].some(key => key in other.value),
  );
}

function containerOf(service: ServiceView, project: SourceObservation): NginxContainer | undefined {
  const { value, isPartial } = service;
  const isStarted = [value.command, value.entrypoint].every(
    given => given === undefined || STARTS.test([given].flat().join(' ')),
  );
  const isPlain = value.configs === undefined && !OTHERWISE.test(JSON.stringify(value.environment ?? ''));
  if (isPartial || !isStarted || !isPlain) return;
  const paths = project.paths ?? project.files.map(({ path }) => path);
  const isFolder = (path: string) => paths.some(one => one.startsWith(`${path}/`));
  const mounts = mounted(service);
  const { name = '', files: own } = imageFilesOf(service, isFolder);
  const isNginx = NGINX.test(name);
  if (mounts === undefined || own === undefined || own.length + mounts.length === 0) return;
  const files = new Map<string, string>();
  const folders: string[] = [];
  for (const [target, source, isMounted] of [...own, ...mounts]) {
    if (!isFolder(source)) {
      if (!paths.includes(source)) return;
      files.set(target, source);
      continue;
    }
    // Git does not have all that is there
    if (mayBeMade(join(source, 'any.conf'), project)) return;
    if (isMounted) {
      for (const path of files.keys()) if (isOf(target, path)) files.delete(path);
      folders.push(target);
    }
    for (const path of paths.filter(one => one.startsWith(`${source}/`)))
      files.set(target + path.slice(source.length), path);
  }
  const inside = [...files.keys()].filter(path => isOf(PREFIX, path));
  if (inside.length === 0 || inside.some(path => path.endsWith('.template')) || isAddedTo(service)) return;
  return { files, folders: isNginx || PLAIN.test(name) ? [PREFIX] : folders, hasOwn: isNginx };
}

/** The containers of nginx of which it is known what they find. */
export const nginxContainers = (project: SourceObservation): NginxContainer[] =>
  startedServices(project).flatMap(service => containerOf(service, project) ?? []);
