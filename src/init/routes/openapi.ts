import { parse } from 'yaml';
import { isMap } from '../../config/is-map.ts';
import { placesIn } from '../../matching/places-in.ts';
import type { FindRoutes, FoundRoute } from './route.ts';
import { joined } from './route.ts';

const NAME = /(?:^|\/)(?:openapi|swagger|api-docs)[\w.-]*\.(?:ya?ml|json)$/i;

function read(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = parse(text);
    return isMap(value) && ('openapi' in value || 'swagger' in value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function basePath({ servers, basePath: old }: Record<string, unknown>): string {
  if (typeof old === 'string') return old;
  const [server] = Array.isArray(servers) ? servers : [];
  const url = isMap(server) && typeof server.url === 'string' ? server.url : '/';
  return URL.canParse(url, 'http://here') ? new URL(url, 'http://here').pathname : '/';
}

/** Whether a GET wants what nobody can guess. */
const wantsParameter = (...owners: readonly Record<string, unknown>[]): boolean =>
  owners
    .flatMap(({ parameters }) => (Array.isArray(parameters) ? parameters : []))
    .some(one => isMap(one) && one.required === true && one.in !== 'path');

/** The success that a document tells of a GET that wants no account; 200 where it tells several. */
function successOf(
  { responses, security }: Record<string, unknown>,
  document: Record<string, unknown>,
): number | undefined {
  const wanted = security ?? document.security;
  if (Array.isArray(wanted) && wanted.length > 0) return undefined;
  const told = Object.keys(isMap(responses) ? responses : {}).filter(code => /^2\d\d$/.test(code));
  return told.includes('200') ? 200 : told.map(Number)[0];
}

/** Paths of OpenAPI (and Swagger) documents that have a GET. */
export const find: FindRoutes = ({ files }) =>
  files.flatMap(({ path: file, text = '' }): FoundRoute[] => {
    const document = NAME.test(file) ? read(text) : undefined;
    if (document === undefined || !isMap(document.paths)) return [];
    const place = placesIn(text);
    return Object.entries(document.paths).flatMap(([path, item]): FoundRoute[] => {
      const operation = isMap(item) ? item.get : undefined;
      if (!isMap(operation) || !isMap(item) || wantsParameter(operation, item)) return [];
      const at = place(Math.max(text.indexOf(path), 0));
      const status = successOf(operation, document);
      return [{ file, ...at, path: joined(basePath(document), path), status }];
    });
  });
