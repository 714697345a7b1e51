import { basename, dirname, join } from 'node:path/posix';
import { isPlainPath } from '../../config/compose/is-plain-path.ts';
import { nearest } from '../../config/did-you-mean.ts';
import { isMap } from '../../config/is-map.ts';
import { stageNames } from '../../matching/stage-name.ts';
import type { SourceObservation } from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';
import { includesOf, isThere } from '../compose-includes.ts';
import {
  composeFiles,
  composeServices,
  contextOf,
  dockerfileOf,
  type ServicePath,
  type ServiceView,
  servicesOf,
} from '../compose-services.ts';

/** That a path is not there, and what was probably meant: in the same folder, or called the same. */
function notThere(path: string, { paths = [] }: SourceObservation): string {
  const all = new Set(paths.flatMap(one => [one, dirname(one)]));
  const near = nearest(
    path,
    [...all].filter(one => dirname(one) === dirname(path) || basename(one) === basename(path)),
  );
  return near === undefined ? 'is not there' : `is not there; did you mean ${near}?`;
}

/** `build` as it is written, where its paths are plain ones. */
function plainBuild({ written: { build } }: ServiceView): Record<string, unknown> | undefined {
  const map = typeof build === 'string' ? { context: build } : build;
  if (!isMap(map)) return undefined;
  const paths = [map.context ?? '.', map.dockerfile ?? 'Dockerfile'];
  return paths.every(path => typeof path === 'string' && isPlainPath(path)) ? map : undefined;
}

function* missingBuild(service: ServiceView): Generator<Spot> {
  const { project, isPartial, spot, value } = service;
  const build = plainBuild(service);
  const context = contextOf(service);
  if (isPartial || build === undefined || context === undefined) return;
  const at = (key: string): ServicePath =>
    isMap(value.build) && key in value.build ? ['build', key] : ['build'];
  if (isThere(context, project) === false) {
    yield spot(at('context'), `is built from ${context}, which ${notThere(context, project)}`);
    return;
  }
  const dockerfile = dockerfileOf(service) ?? '';
  if (build.dockerfile_inline !== undefined || isThere(dockerfile, project) !== false) return;
  yield spot(at('dockerfile'), `is built by ${dockerfile}, which ${notThere(dockerfile, project)}`);
}

function* missingBase({ file, written, project, spot }: ServiceView): Generator<Spot> {
  const { extends: base } = written;
  if (!isMap(base) || typeof base.file !== 'string' || !isPlainPath(base.file)) return;
  const path = join(dirname(file.path), base.file);
  if (isThere(path, project) === false) {
    yield spot(['extends', 'file'], `extends a service of ${path}, which ${notThere(path, project)}`);
    return;
  }
  const other = composeFiles(project).find(one => one.path === path);
  const names = other === undefined ? [] : servicesOf(other).map(([key]) => key);
  if (other !== undefined && typeof base.service === 'string' && !names.includes(base.service)) {
    yield spot(['extends', 'service'], `extends ${base.service}, which is no service of ${path}`);
  }
}

/** Files that compose files name, and that git does not have: a fresh copy of the repository cannot be started. */
export function* missingFiles(project: SourceObservation): Generator<Spot> {
  for (const file of composeFiles(project)) {
    for (const included of includesOf(file)) {
      if (included === undefined || isThere(included.path, project) !== false) continue;
      const message = `includes ${included.path}, which ${notThere(included.path, project)}`;
      yield { file: file.path, ...file.tree.at(included.at), message };
    }
  }
  for (const service of composeServices(project)) {
    yield* missingBuild(service);
    yield* missingBase(service);
  }
}

/** Stages that services are built to, and that their Dockerfile does not have. */
export function* missingStages(project: SourceObservation): Generator<Spot> {
  for (const service of composeServices(project)) {
    const build = plainBuild(service);
    const target = build?.target;
    const file = project.files.find(({ path }) => path === dockerfileOf(service));
    if (typeof target !== 'string' || target.includes('$') || file?.tree?.kind !== 'dockerfile') continue;
    // Of one that cannot be read nobody knows the stages
    if (file.flaws.length > 0) continue;
    if (service.isPartial || build?.dockerfile_inline !== undefined) continue;
    const names = stageNames(file.tree.instructions);
    const count = file.tree.instructions.filter(({ keyword }) => keyword === 'FROM').length;
    if (names.includes(target.toLowerCase()) || (/^\d+$/.test(target) && Number(target) < count)) continue;
    const near = nearest(target, names);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    yield {
      ...service.spot(
        ['build', 'target'],
        `is built to the stage ${target}, which ${file.path} does not have${hint}`,
      ),
      related: { file: file.path, line: 1, column: 1 },
    };
  }
}
