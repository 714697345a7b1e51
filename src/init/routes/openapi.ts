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

/** Whether a GET wants nothing: no parameter that is required, no account. */
function isOpen(operation: Record<string, unknown>, document: Record<string, unknown>): boolean {
  const { parameters, security = document.security } = operation;
  const required = (Array.isArray(parameters) ? parameters : []).some(
    one => isMap(one) && one.required === true,
  );
  return !required && (!Array.isArray(security) || security.length === 0);
}

/** Paths of OpenAPI (and Swagger) documents that have a GET. */
export const find: FindRoutes = ({ files }) =>
  files.flatMap(({ path: file, text = '' }): FoundRoute[] => {
    const document = NAME.test(file) ? read(text) : undefined;
    if (document === undefined || !isMap(document.paths)) return [];
    const place = placesIn(text);
    return Object.entries(document.paths).flatMap(([path, item]): FoundRoute[] => {
      const operation = isMap(item) ? item.get : undefined;
      if (!isMap(operation)) return [];
      const answers = isMap(operation.responses) && '200' in operation.responses;
      const at = place(Math.max(text.indexOf(path), 0));
      const status = answers && isOpen(operation, document) ? 200 : undefined;
      return [{ file, ...at, path: joined(basePath(document), path), status }];
    });
  });
