import { Type } from 'typebox';
import { Errors } from 'typebox/value';
import { OwnId } from '../../config/schema/custom.ts';
import { Text } from '../../config/schema/scalars.ts';
import { HEALTH_LEVELS } from '../../model/level.ts';

const callable = Type.Unsafe<(...given: never[]) => unknown>(
  Type.Refine(
    Type.Unknown(),
    value => typeof value === 'function',
    () => 'must be a function',
  ),
);
const parameters = Type.Optional(Type.Object({}));
const page = Type.Object({ title: Text, cause: Text, fix: Text });

const CheckShape = Type.Object({
  id: OwnId,
  level: Type.Enum([...HEALTH_LEVELS]),
  severity: Type.Optional(Type.Enum(['error', 'warning'])),
  title: Text,
  why: Text,
  source: Type.Optional(Text),
  parameters,
  codes: Type.Record(Type.String({ pattern: '^[A-Z][A-Z0-9_]*$' }), page, {
    minProperties: 1,
    additionalProperties: false,
  }),
  probe: Type.Object({ observe: callable, writes: Type.Optional(Type.Boolean()) }),
  evaluate: callable,
});
const ChannelShape = Type.Object({ id: OwnId, parameters, send: callable });

/** What is wrong with the form of something that a module brings: nothing checks types in JavaScript. */
export function flawsOfShape(kind: 'check' | 'channel', definition: unknown): string[] {
  const shape = kind === 'check' ? CheckShape : ChannelShape;
  return [...Errors(shape, definition)].map(
    ({ instancePath, message }) =>
      `${instancePath.slice(1).replaceAll('/', '.') || `the ${kind}`} ${message}`,
  );
}
