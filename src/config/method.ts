import type { Request } from './schema/request.ts';

/** The methods that may stand as a key of a request. */
export const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

/** Whether a method asks for nothing to be changed (RFC 9110 §9.2.1). Upper case. */
export const isSafeMethod = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

/** The one method of a request, upper case, and its path. */
export function methodAndPath(request: Request): { method: string; path: string } {
  for (const name of METHODS) {
    const path = request[name];
    if (path !== undefined) return { method: name.toUpperCase(), path };
  }
  throw new TypeError('a request without a method passed the schema');
}
