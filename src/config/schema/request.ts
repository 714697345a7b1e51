import { Type } from 'typebox';
import { record, Text, UrlPath } from './scalars.ts';

/** The methods that may stand as a key. */
export const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;
/** One of {@link METHODS}. */
export type Method = (typeof METHODS)[number];

const method = (name: string) =>
  Type.Optional(
    Type.String({ ...UrlPath, description: `${name.toUpperCase()} this path. May hold {{variables}}.` }),
  );

/** The properties of a request: exactly one method, and what is sent. Merge into an object with {@link ONE_METHOD}. */
export const requestProperties = {
  get: method('get'),
  post: method('post'),
  put: method('put'),
  patch: method('patch'),
  delete: method('delete'),
  head: method('head'),
  options: method('options'),
  headers: Type.Optional(
    record(Text, Type.String(), { description: 'Request headers. May hold {{variables}}.' }),
  ),
  json: Type.Optional(Type.Unknown({ description: 'JSON body. Texts in it may hold {{variables}}.' })),
  text: Type.Optional(Type.String({ description: 'Body sent as it is.' })),
};

/** The schema keyword that asks for exactly one method. */
export const ONE_METHOD = { oneOf: METHODS.map(name => ({ required: [name] })) };

/** A request as YAML declares it. */
export const Request = Type.Object(requestProperties, { additionalProperties: false, ...ONE_METHOD });
/** See the schema of the same name. */
export type Request = Type.StaticDecode<typeof Request>;

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
