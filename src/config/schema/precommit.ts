import { Type } from 'typebox';
import { Text } from './scalars.ts';

/** `precommit`: what `failsafe precommit` looks at. */
export const Precommit = Type.Object(
  {
    ignore: Type.Optional(
      Type.Array(Text, { description: 'Globs of files, relative to failsafe.yaml, that are not looked at.' }),
    ),
    failOn: Type.Optional(
      Type.Enum(['critical', 'high', 'medium', 'low'], {
        default: 'high',
        description: 'The least severity that refuses a commit. --fail-on overrides it.',
      }),
    ),
    baseline: Type.Optional({
      ...Text,
      description:
        'The file of findings that are known and passed over until a day, relative to failsafe.yaml. --baseline overrides it.',
    }),
  },
  {
    additionalProperties: false,
    description: 'What `failsafe precommit` looks at, in the whole repository.',
  },
);
/** See the schema of the same name. */
export type Precommit = Type.StaticDecode<typeof Precommit>;
