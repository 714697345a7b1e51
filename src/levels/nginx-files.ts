import { matchesGlob } from 'node:path/posix';
import type { NginxDirective, SourceObservation } from '../model/observations/source.ts';
import type { Spot } from '../model/verdict.ts';

/** A directive with the blocks that it stands in, the innermost first. */
export interface NginxView {
  readonly path: string;
  readonly directive: NginxDirective;
  readonly parents: readonly NginxDirective[];
  spot(message: string): Spot;
}

function* walk(
  path: string,
  directives: readonly NginxDirective[],
  parents: readonly NginxDirective[],
): Generator<NginxView> {
  for (const directive of directives) {
    const { line, column } = directive;
    yield { path, directive, parents, spot: message => ({ file: path, line, column, message }) };
    yield* walk(path, directive.block ?? [], [directive, ...parents]);
  }
}

type Trees = ReadonlyMap<string, readonly NginxDirective[]>;

/** Files include each other in circles at most this deep. */
const MOST_INCLUDED = 8;

/** How many folders two paths have in common from the top. */
export const commonFolders = (a: string, b: string): number => {
  const others = b.split('/');
  const differs = a.split('/').findIndex((part, index) => part !== others[index]);
  return differs === -1 ? others.length : differs;
};

/** The files of the project that an `include` means: where they are in the image, only the end of their paths tells. */
function filesOf(include: string, from: string, trees: Trees): string[] {
  const parts = include.split('/').filter(part => part !== '' && part !== '.');
  for (let start = 0; start < parts.length; start++) {
    const end = parts.slice(start).join('/');
    const found = [...trees.keys()].filter(
      path => path !== from && (matchesGlob(path, end) || matchesGlob(path, `**/${end}`)),
    );
    if (found.length === 0) continue;
    const near = Math.max(...found.map(path => commonFolders(path, from)));
    return found.filter(path => commonFolders(path, from) === near);
  }
  return [];
}

function withIncluded(
  directives: readonly NginxDirective[],
  path: string,
  trees: Trees,
  depth = 0,
): readonly NginxDirective[] {
  if (depth > MOST_INCLUDED) return directives;
  return directives.map(directive => {
    const { name, args, block } = directive;
    if (block !== undefined) return { ...directive, block: withIncluded(block, path, trees, depth) };
    if (name !== 'include') return directive;
    const files = filesOf(args[0] ?? '', path, trees);
    if (files.length === 0) return directive;
    const included = files.flatMap(file => withIncluded(trees.get(file) ?? [], file, trees, depth + 1));
    return { ...directive, included };
  });
}

const views = new WeakMap<SourceObservation, readonly NginxView[]>();

/** Every directive of every file of nginx. */
export function nginxDirectives(project: SourceObservation): readonly NginxView[] {
  const known = views.get(project);
  if (known !== undefined) return known;
  const trees: Trees = new Map(
    project.files.flatMap(({ path, tree }) => (tree?.kind === 'nginx' ? [[path, tree.directives]] : [])),
  );
  const all = [...trees].flatMap(([path, directives]) => [
    ...walk(path, withIncluded(directives, path, trees), []),
  ]);
  views.set(project, all);
  return all;
}

/** A rule that looks at each directive of these names for itself. */
export const eachDirective = (names: readonly string[], find: (view: NginxView) => string | undefined) =>
  function* (project: SourceObservation): Generator<Spot> {
    for (const view of nginxDirectives(project)) {
      if (!names.includes(view.directive.name)) continue;
      const message = find(view);
      if (message !== undefined) yield view.spot(message);
    }
  };

const inside = (directives: readonly NginxDirective[]): readonly NginxDirective[] =>
  directives.flatMap(directive =>
    directive.included === undefined ? [directive] : inside(directive.included),
  );

/** The directives of a name in a block, and in what it includes; of `include` those that no file of the project answers. */
export const own = (block: NginxDirective | undefined, name: string): NginxDirective[] =>
  inside(block?.block ?? []).filter(directive => directive.name === name);

/** Those in force: of the block, or of the nearest one around it that has some. */
export const inForce = (
  block: NginxDirective,
  parents: readonly NginxDirective[],
  name: string,
): NginxDirective[] => [block, ...parents].map(one => own(one, name)).find(found => found.length > 0) ?? [];

/** Each `proxy_pass` in a block. */
export const passesIn = (block: NginxDirective, project: SourceObservation): NginxView[] =>
  nginxDirectives(project).filter(
    ({ directive, parents }) => directive.name === 'proxy_pass' && parents.includes(block),
  );

/** How a location is matched, and with what. */
export function matchOf({ args }: NginxDirective): {
  kind: '=' | '^~' | '~' | '~*' | '@' | '';
  path: string;
} {
  const [first = '', second] = args;
  if (second !== undefined && ['=', '^~', '~', '~*'].includes(first)) {
    return { kind: first as '=' | '^~' | '~' | '~*', path: second };
  }
  return first.startsWith('@') ? { kind: '@', path: first } : { kind: '', path: first };
}

/** Whether what answers under a path is likely to speak WebSocket. */
export const isRealtime = (path: string): boolean =>
  /^\/(?:socket\.io|ws|websocket|sockjs|cable)\/?$/.test(path);

/** A server of nginx, for examples. */
export const exampleServer = (...lines: readonly string[]) => ({
  'nginx.conf': ['server {', '  listen 80;', ...lines.map(line => `  ${line}`), '}', ''].join('\n'),
});
