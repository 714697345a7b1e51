import { Type } from 'typebox';
import { durationOrNone, Name } from './scalars.ts';
import { command } from './setup.ts';

/** `deploy`: how a new version is put in the place of the one that serves. */
export const Deploy = Type.Object(
  {
    window: Type.Optional(
      durationOrNone({
        default: '60s',
        description: 'So long a new version has to be without a failure before it is kept.',
      }),
    ),
    rehearse: Type.Optional(
      Type.Boolean({
        default: true,
        description:
          'Try a new image in a container of its own first, while the old one serves; of services without volumes.',
      }),
    ),
    startFirst: Type.Optional(
      Type.Array(
        Type.Object(
          {
            service: Type.String({
              ...Name,
              description: 'It may run twice at once, and is reached through a proxy of the stack alone.',
            }),
            reload: Type.Optional(
              Type.Object(command, {
                additionalProperties: false,
                description:
                  'Has the proxy look up its addresses anew: run when the new container is healthy, and when the old one is gone. Default: it finds out by itself.',
              }),
            ),
          },
          { additionalProperties: false },
        ),
        {
          description:
            'Services whose new container is started, and healthy, before the old one goes: no request is lost.',
        },
      ),
    ),
    migrate: Type.Optional(
      Type.Array(Type.Object(command, { additionalProperties: false }), {
        description:
          'Commands that bring the database up to date, once the new version runs. Each deploy runs them.',
      }),
    ),
  },
  { additionalProperties: false, description: 'How `failsafe deploy` puts a new version in place.' },
);
/** See the schema of the same name. */
export type Deploy = Type.StaticDecode<typeof Deploy>;
