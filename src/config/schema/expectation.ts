import { Type } from 'typebox';
import { duration, JsonPath, record, Text } from './scalars.ts';

const scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()], {
  title: 'a plain value (equality)',
});

/** A map of operators; all that are given must hold. No operator coerces: a wrong type or a missing value is a mismatch. */
export const MatcherMap = Type.Object(
  {
    equals: Type.Optional(Type.Unknown({ description: 'Deeply equal, types included.' })),
    not: Type.Optional(Type.Unknown({ description: 'Not deeply equal; the value must exist.' })),
    oneOf: Type.Optional(Type.Array(Type.Unknown(), { minItems: 1, description: 'Equal to one of these.' })),
    above: Type.Optional(Type.Number({ description: 'A number greater than this.' })),
    atLeast: Type.Optional(Type.Number({ description: 'A number of at least this.' })),
    below: Type.Optional(Type.Number({ description: 'A number less than this.' })),
    atMost: Type.Optional(Type.Number({ description: 'A number of at most this.' })),
    contains: Type.Optional(
      Type.Unknown({ description: 'Text that contains this text, or an array that contains an equal item.' }),
    ),
    startsWith: Type.Optional(Type.String({ ...Text, description: 'Text that begins with this.' })),
    endsWith: Type.Optional(Type.String({ ...Text, description: 'Text that ends with this.' })),
    matches: Type.Optional(
      Type.String({
        format: 'regex',
        minLength: 1,
        description: 'Text that matches this regular expression (ECMAScript, flag u).',
      }),
    ),
    type: Type.Optional(
      Type.Enum(['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'], {
        description: 'JSON type.',
      }),
    ),
    length: Type.Optional(
      Type.Union(
        [
          Type.Integer({ minimum: 0 }),
          Type.Object(
            {
              atLeast: Type.Optional(Type.Integer({ description: 'The shortest that is well.' })),
              atMost: Type.Optional(Type.Integer({ description: 'The longest that is well.' })),
            },
            { additionalProperties: false, minProperties: 1 },
          ),
        ],
        { description: 'Length of text or array.' },
      ),
    ),
    exists: Type.Optional(
      Type.Boolean({
        description:
          'Whether the path has a value at all. `false` is the only matcher that a missing value meets.',
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1, title: 'a matcher such as { above: 3 }' },
);

/** A scalar means equality, a map means a matcher. */
export const matcher = (options: { readonly description?: string } = {}) =>
  Type.Union([scalar, MatcherMap], {
    title: 'a plain value or a matcher such as { above: 3 }',
    ...options,
  });
/** See {@link matcher}. */
export const Matcher = matcher();
/** See {@link Matcher}. */
export type Matcher = Type.StaticDecode<typeof Matcher>;

/** RFC 9535 JSONPath → matcher. */
export const JsonExpectation = record(JsonPath, Matcher, {
  minProperties: 1,
  title: 'a map of JSONPath → matcher, such as { $.a.b: 3 }',
  description:
    'RFC 9535 JSONPath → matcher. Every value that the path selects must match, and it must select one; of $.orders[*].id each order must have an id.',
});

/** Response times that are too long. */
export const latency = (description: string) =>
  Type.Object(
    {
      fail: Type.Optional(duration({ description: 'Slower answers are a failure.' })),
      warn: Type.Optional(duration({ description: 'Slower answers are a warning.' })),
    },
    { additionalProperties: false, minProperties: 1, description },
  );

const StatusCode = Type.Integer({ minimum: 100, maximum: 599, title: 'an HTTP status from 100 to 599' });

/** What an HTTP answer must be. */
export const httpExpectation = (description?: string) =>
  Type.Object(
    {
      status: Type.Optional(
        Type.Union([StatusCode, Type.Array(StatusCode, { minItems: 1 })], {
          title: 'an HTTP status or a list of them',
          description: 'Status code, or a list of those allowed.',
        }),
      ),
      headers: Type.Optional(
        record(Text, Matcher, { minProperties: 1, description: 'Header name (any case) → matcher.' }),
      ),
      contentType: Type.Optional(
        Type.String({ minLength: 1, description: 'Media type without parameters, e.g. application/json.' }),
      ),
      json: Type.Optional(JsonExpectation),
      match: Type.Optional(
        Type.Unknown({
          description:
            'A JSON value that the body must contain: objects may have more keys, arrays must have equal length.',
        }),
      ),
      schema: Type.Optional(
        Type.Union([Text, Type.Object({}, { additionalProperties: true })], {
          description:
            'JSON Schema (2020-12 or draft-07) of the body: a file relative to failsafe.yaml, or inline. One that speaks of properties, or of items, without a type at its top asks for an object, or an array.',
          title: 'a file name or an inline JSON Schema',
        }),
      ),
      body: Type.Optional(
        Type.Union([Type.String(), MatcherMap], {
          description: 'Matcher on the body as text.',
          title: 'text or a matcher',
        }),
      ),
      latency: Type.Optional(
        latency('Time until the answer has come as a whole. A slow one is asked for once more.'),
      ),
    },
    {
      additionalProperties: false,
      minProperties: 1,
      title: 'a map with at least one expectation, such as { status: 200 }',
      ...(description !== undefined && { description }),
    },
  );
/** See {@link httpExpectation}. */
export const HttpExpectation = httpExpectation();
/** See the schema of the same name. */
export type HttpExpectation = Type.StaticDecode<typeof HttpExpectation>;
