import { Type } from 'typebox';
import { Duration, durationOrNone, Name, Percent, record, Size, Tags, Text } from './scalars.ts';

const expectation = {
  health: Type.Optional(Type.Boolean({ default: true, description: 'Its health check must say healthy.' })),
  restarts: Type.Optional(
    Type.Integer({
      minimum: 0,
      default: 0,
      description: 'Restarts by the runtime that are allowed within `restartWindow`.',
    }),
  ),
  restartWindow: Type.Optional(
    durationOrNone({ default: '10m', description: 'A restart in this window counts against `restarts`.' }),
  ),
  memory: Type.Optional(
    Type.Object(
      { below: Type.Union([Percent, Size], { title: 'a percentage of its limit, or a size' }) },
      { additionalProperties: false, description: 'Memory in use; a percentage is of its limit.' },
    ),
  ),
  cpu: Type.Optional(
    Type.Object(
      { below: Percent },
      { additionalProperties: false, description: 'CPU in percent of one core.' },
    ),
  ),
  logs: Type.Optional(
    Type.Object(
      {
        tail: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 200 })),
        within: Type.Optional(
          durationOrNone({
            default: '10m',
            description:
              'Only lines of the last start on count, and of them those that are at most this old: what was mended is green again without a new container.',
          }),
        ),
        forbid: Type.Array(Type.String({ format: 'regex', minLength: 1 }), {
          minItems: 1,
          description: 'Regular expressions that no line of the log may match.',
        }),
      },
      { additionalProperties: false },
    ),
  ),
  timeout: Type.Optional(Duration),
  tags: Type.Optional(Tags),
};

/** What is expected of every service, and of single ones. */
export const Containers = Type.Object(
  {
    defaults: Type.Optional(Type.Object(expectation, { additionalProperties: false })),
    services: Type.Optional(
      record(Name, Type.Object(expectation, { additionalProperties: false, minProperties: 1 })),
    ),
    ignore: Type.Optional(Type.Array(Text, { description: 'Services that are not checked.' })),
    disk: Type.Optional(
      Type.Object(
        { free: Type.Union([Percent, Size], { title: 'a percentage or a size' }) },
        {
          additionalProperties: false,
          description: 'Room that must be left on the disk of images and volumes. Default: 5%.',
        },
      ),
    ),
  },
  {
    additionalProperties: false,
    description: 'What is expected of the containers or processes of the services.',
  },
);
/** See the schema of the same name. */
export type Containers = Type.StaticDecode<typeof Containers>;
/** What is expected of one service. */
export type ServiceExpectation = NonNullable<Containers['defaults']>;
