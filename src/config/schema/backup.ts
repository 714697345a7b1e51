import { Type } from 'typebox';
import { Text } from './scalars.ts';

const count = (unit: string, fallback: number) =>
  Type.Optional(
    Type.Integer({ minimum: 0, default: fallback, description: `The newest of each of so many ${unit}.` }),
  );

/** `backup`: where backups of the databases stand, and how long. */
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
  },
  { additionalProperties: false, description: 'Where `failsafe backup` puts what, and how long it stays.' },
);
/** See the schema of the same name. */
export type Backup = Type.StaticDecode<typeof Backup>;
