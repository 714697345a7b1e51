import type { NginxDirective, SourceObservation } from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';
import { firstSegment } from '../flask/routes.ts';
import { routesBehind } from '../flask/routes-behind.ts';
import {
  inForce,
  isRealtime,
  matchOf,
  type NginxView,
  nginxDirectives,
  own,
  passesIn,
} from '../nginx-files.ts';
import { find, indentAt, insert, type Mend } from './mend.ts';

const STEP = '  ';

const viewAt = (spot: Spot, project: SourceObservation): NginxView | undefined =>
  nginxDirectives(project).find(
    ({ path, directive: { line, column } }) =>
      path === spot.file && line === spot.line && column === spot.column,
  );

/** The blanks before what stands in a block: those of its first directive, or one step more than its own. */
function indentIn(block: NginxDirective, text: string): string {
  const [first] = block.block ?? [];
  const inner = first && indentAt(text, first.start);
  return inner ?? `${indentAt(text, block.start) ?? ''}${STEP}`;
}

/** Directives as they are put at the beginning of a block. */
function asLines(block: NginxDirective, text: string, lines: readonly string[]): string {
  const isOneLine = !text.slice(block.start, block.end).includes('\n');
  const before = isOneLine ? ' ' : `\n${indentIn(block, text)}`;
  return lines.map(line => `${before}${line}`).join('');
}

const written = ({ start, end }: NginxDirective, text: string) => text.slice(start, end);

/** Both ends get a slash: requests for the path without one are redirected by nginx itself. */
const closeAlias: Mend = (spot, project) => {
  const found = find(spot, project);
  const location = viewAt(spot, project)?.parents[0];
  if (found === undefined || location?.inside === undefined) return [];
  const { path } = matchOf(location);
  const at = found.text.slice(0, location.inside).lastIndexOf(path);
  return at < location.start ? [] : [insert(spot.file, at + path.length, '/')];
};

const hideVersion: Mend = (spot, project) => {
  const found = find(spot, project);
  const view = viewAt(spot, project);
  if (found === undefined || view === undefined) return [];
  const { directive } = view;
  const off = 'server_tokens off;';
  if (directive.name === 'http' && directive.inside !== undefined)
    return [insert(spot.file, directive.inside, asLines(directive, found.text, [off]))];
  return [{ file: spot.file, start: directive.start, end: directive.end, text: off }];
};

/** What a location lacks to hand an upgrade on. One header in it turns off those from outside, so these are repeated. */
function upgradeLines(location: NginxDirective, parents: readonly NginxDirective[], text: string): string[] {
  const known = inForce(location, parents, 'proxy_set_header');
  const names = known.map(({ args }) => args[0]?.toLowerCase());
  const isOwn = own(location, 'proxy_set_header').length > 0;
  const missing = [
    ...(names.includes('upgrade') ? [] : ['proxy_set_header Upgrade $http_upgrade;']),
    ...(names.includes('connection') ? [] : ['proxy_set_header Connection "upgrade";']),
  ];
  const [version] = inForce(location, parents, 'proxy_http_version');
  return [
    ...(version === undefined || version.args[0] === '1.0' ? ['proxy_http_version 1.1;'] : []),
    ...(isOwn || missing.length === 0 ? [] : known.map(one => written(one, text))),
    ...missing,
  ];
}

const handUpgradeOn: Mend = (spot, project) => {
  const found = find(spot, project);
  const view = viewAt(spot, project);
  if (found === undefined || view === undefined) return [];
  const { directive, parents } = view;
  // One that is there and wrong is for a person to look at
  if (own(directive, 'proxy_http_version').length > 0) return [];
  // Headers of a file that is included cannot be copied from this one
  const isHere = inForce(directive, parents, 'proxy_set_header').every(
    one =>
      own(directive, 'proxy_set_header').includes(one) || parents.some(({ block }) => block?.includes(one)),
  );
  if (!isHere) return [];
  const lines = upgradeLines(directive, parents, found.text);
  return directive.inside === undefined
    ? []
    : [insert(spot.file, directive.inside, asLines(directive, found.text, lines))];
};

/** Copies the location of a route of the same code, where all that lead to it lead to one place. */
const addLocation: Mend = (spot, project) => {
  const found = find(spot, project);
  const view = viewAt(spot, project);
  const prefix = /^answers (\/\S+),/.exec(spot.message)?.[1];
  const [server] = view?.parents ?? [];
  if (found === undefined || view === undefined || prefix === undefined || server === undefined) return [];
  const passes = passesIn(server, project).filter(({ parents }) => !parents.includes(view.directive));
  const prefixes = routesBehind(passes, project).map(({ path }) => firstSegment(path));
  const siblings = (server.block ?? []).filter(location => {
    const { kind, path } = matchOf(location);
    return (
      location.name === 'location' &&
      ['', '^~'].includes(kind) &&
      prefixes.includes(path.replace(/\/$/, '')) &&
      own(location, 'proxy_pass').length > 0
    );
  });
  const upstreams = new Set(siblings.map(location => own(location, 'proxy_pass')[0]?.args[0]));
  const [sibling] = siblings;
  if (sibling === undefined || upstreams.size !== 1 || /\/$/.test([...upstreams][0] ?? '')) return [];
  const { path } = matchOf(sibling);
  const head = found.text.slice(sibling.start, sibling.inside).replace(path, prefix);
  const body = found.text.slice(sibling.inside, sibling.end);
  const realtime = isRealtime(prefix)
    ? [...upgradeLines(sibling, [server], found.text), 'proxy_buffering off;', 'proxy_read_timeout 1h;']
    : [];
  const indent = indentAt(found.text, view.directive.start) ?? '';
  const added = asLines(sibling, found.text, realtime);
  return [insert(spot.file, view.directive.start, `${head}${added}${body}\n\n${indent}`)];
};

/** By rule. */
export const mends: Readonly<Record<string, Mend>> = {
  N01: closeAlias,
  N05: hideVersion,
  N06: handUpgradeOn,
  N07: addLocation,
};
