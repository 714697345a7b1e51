import { Type } from 'typebox';
import { duration, durationOrNone, Name, Percent, percent, record, Size, Tags, Text } from './scalars.ts';

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
      {
        below: Type.Union([Percent, Size], {
          title: 'a percentage of its limit, or a size',
          description: 'More is a failure. A percentage says nothing of a container without a limit.',
        }),
      },
      { additionalProperties: false, description: 'Memory in use; a percentage is of its limit.' },
    ),
  ),
  cpu: Type.Optional(
    Type.Object(
      { below: percent({ description: 'More is a failure.' }) },
      { additionalProperties: false, description: 'CPU in percent of one core.' },
    ),
  ),
  logs: Type.Optional(
    Type.Object(
      {
        tail: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: 10_000,
            default: 200,
            description: 'How many of the last lines are read.',
          }),
        ),
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
      { additionalProperties: false, description: 'What must not stand in its log.' },
    ),
  ),
  timeout: Type.Optional(
    duration({ description: 'For one look. Default: 5s, of memory and CPU 15s, of the image 20s.' }),
  ),
  tags: Type.Optional(Tags),
};

/** What is expected of every service, and of single ones. */
export const Containers = Type.Object(
  {
    defaults: Type.Optional(
      Type.Object(expectation, {
        additionalProperties: false,
        description: 'What is expected of every service.',
      }),
    ),
    services: Type.Optional(
      record(Name, Type.Object(expectation, { additionalProperties: false, minProperties: 1 }), {
        description: 'What is expected of one service; a key that stands here wins over `defaults`.',
      }),
    ),
    ignore: Type.Optional(Type.Array(Text, { description: 'Services that are not checked.' })),
    disk: Type.Optional(
      Type.Object(
        {
          free: Type.Union([Percent, Size], {
            title: 'a percentage or a size',
            description: 'Less is a failure; a percentage is of the whole disk.',
          }),
        },
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
