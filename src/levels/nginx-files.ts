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

/** Every directive of every file of nginx. */
export const nginxDirectives = ({ files }: SourceObservation): NginxView[] =>
  files.flatMap(({ path, tree }) => (tree?.kind === 'nginx' ? [...walk(path, tree.directives, [])] : []));

/** A rule that looks at each directive of these names for itself. */
export const eachDirective = (names: readonly string[], find: (view: NginxView) => string | undefined) =>
  function* (project: SourceObservation): Generator<Spot> {
    for (const view of nginxDirectives(project)) {
      if (!names.includes(view.directive.name)) continue;
      const message = find(view);
      if (message !== undefined) yield view.spot(message);
    }
  };

/** The directives of a name in a block. */
export const own = (block: NginxDirective | undefined, name: string): NginxDirective[] =>
  (block?.block ?? []).filter(directive => directive.name === name);

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
