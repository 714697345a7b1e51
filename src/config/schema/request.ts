import { Type } from 'typebox';
import { METHODS } from '../method.ts';
import { record, Text, UrlPath } from './scalars.ts';

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
  form: Type.Optional(
    record(Text, Type.String(), {
      minProperties: 1,
      description: 'Body as a form in a page sends it: field → value. May hold {{variables}}.',
    }),
  ),
  text: Type.Optional(Type.String({ description: 'Body sent as it is.' })),
};

/** The schema keyword that asks for exactly one method. */
export const ONE_METHOD = { oneOf: METHODS.map(name => ({ required: [name] })) };

/** A request as YAML declares it. */
export const Request = Type.Object(requestProperties, { additionalProperties: false, ...ONE_METHOD });
/** See the schema of the same name. */
export type Request = Type.StaticDecode<typeof Request>;
