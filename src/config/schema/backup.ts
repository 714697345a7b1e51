import { Type } from 'typebox';
import { Name, Text } from './scalars.ts';

const count = (unit: string, fallback: number) =>
  Type.Optional(
    Type.Integer({ minimum: 0, default: fallback, description: `The newest of each of so many ${unit}.` }),
  );

const volumes = (description: string) =>
  Type.Optional(Type.Array(Name, { uniqueItems: true, default: [], description }));

/** `backup`: what is backed up besides the databases, where backups stand, and how long. */
export const Backup = Type.Object(
  {
    folder: Type.Optional({
      ...Text,
      default: '.failsafe/backups',
      description: 'Where backups stand, relative to failsafe.yaml: best on another disk.',
    }),
    keep: Type.Optional(
      Type.Object(
        { daily: count('days', 7), weekly: count('weeks', 4), monthly: count('months', 6) },
        {
          additionalProperties: false,
          description: 'What stays when a new backup has been verified; the three newest stay in any case.',
        },
      ),
    ),
    volumes: Type.Optional(
      Type.Object(
        {
          exclude: volumes('Names of volumes in the compose file that need no backup, such as caches.'),
          pause: volumes(
            'Names of volumes that are written all the time: what has them mounted is paused while they are read, so that what is saved is of one moment.',
          ),
        },
        {
          additionalProperties: false,
          description:
            'Named volumes of the compose project are saved, but for those that hold a database that is dumped, and external ones.',
        },
      ),
    ),
  },
  { additionalProperties: false, description: 'Where `failsafe backup` puts what, and how long it stays.' },
);
/** See the schema of the same name. */
export type Backup = Type.StaticDecode<typeof Backup>;
