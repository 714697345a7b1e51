import { basename, dirname, join } from 'node:path/posix';
import { isPlainPath } from '../../config/compose/is-plain-path.ts';
import { nearest } from '../../config/did-you-mean.ts';
import { isMap } from '../../config/is-map.ts';
import type { DockerInstruction } from '../../model/observations/source.ts';
import { isThere } from '../compose-includes.ts';
import { contextOf } from '../compose-services.ts';
import { type DockerfileView, eachInstruction } from '../dockerfiles.ts';
import { mayBeMade } from '../ignored-paths.ts';
import { ruleCheck } from '../rule.ts';

/** What only the builder knows: variables, patterns, addresses, texts in the Dockerfile itself. */
const OPEN = /[$*?[\]\\]|:\/\/|^git@/;

/** Folders that the image may be built from: those of its services, else its own and all above it. */
function contextsOf({ path, services }: DockerfileView): string[] | undefined {
  if (services.length === 0) {
    const own = [dirname(path)];
    while (own.at(-1) !== '.') own.push(dirname(own.at(-1) ?? '.'));
    return own;
  }
  const isWritten = services.every(({ written: { build } }) => {
    const context = isMap(build) ? (build.context ?? '.') : build;
    return typeof context === 'string' && isPlainPath(context);
  });
  const contexts = services.map(contextOf).filter(context => context !== undefined);
  return isWritten && contexts.length === services.length ? [...new Set(contexts)] : undefined;
}

const sourcesOf = ({ args, flags }: DockerInstruction): string[] =>
  flags.from === undefined && !args.some(arg => arg.startsWith('<<'))
    ? args.slice(0, -1).filter(source => !OPEN.test(source))
    : [];

/** Where a source would be; undefined where it is, where something may make it, or where nobody knows. */
function missing(source: string, view: DockerfileView): string | undefined {
  const places = contextsOf(view)?.map(context => join(context, source.replace(/^\/+/, ''))) ?? [];
  const isMissing =
    places.length > 0 &&
    places.every(place => isThere(place, view.project) === false && !mayBeMade(place, view.project));
  return isMissing ? places[0] : undefined;
}

/** Dockerfiles copy what git has. */
export const check = ruleCheck('config', {
  id: 'D13',
  name: 'copied-files',
  severity: 'medium',
  title: 'Every file that a Dockerfile copies is there, or is made',
  why: 'A build from a clean clone ends at this instruction.',
  source: 'Dockerfile reference: COPY',
  problem: 'A file is copied that is not there',
  cause:
    'It was renamed or never added, or the path is from another folder than the one that the image is built from.',
  fix: 'Add the file, or correct the path: it is relative to the folder that is built from. What a tool makes belongs into .gitignore.',
  reads: ['dockerfile'],
  bad: {
    Dockerfile: 'FROM debian:12\nCOPY requirments.txt /app/\n',
    'requirements.txt': 'flask==3.1\n',
  },
  good: {
    Dockerfile: 'FROM debian:12\nCOPY requirements.txt config.json /app/\nCOPY dist /app/\n',
    'requirements.txt': 'flask==3.1\n',
    '.gitignore': '/config.json\n',
  },
  find: eachInstruction(['COPY', 'ADD'], (instruction, view) => {
    const { paths = [] } = view.project;
    for (const source of sourcesOf(instruction)) {
      const place = missing(source, view);
      if (place === undefined) continue;
      const folder = dirname(place) === '.' ? '' : `${dirname(place)}/`;
      const inside = paths.filter(path => path.startsWith(folder));
      const beside = new Set(inside.map(path => path.slice(folder.length).split('/', 1)[0] ?? ''));
      const near = nearest(basename(place), [...beside]);
      return `copies ${source}, which is not there${near === undefined ? '' : `; did you mean ${near}?`}`;
    }
    return undefined;
  }),
});
