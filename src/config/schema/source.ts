import { Type } from 'typebox';
import { Tags, Text } from './scalars.ts';

/** `source`: the files of the application, which the levels source, config and security look at. */
export const Source = Type.Object(
  {
    folder: Type.Optional({
      ...Text,
      default: '.',
      description: 'The folder of the application, relative to failsafe.yaml.',
    }),
    ignore: Type.Optional(
      Type.Array(Text, { description: 'Globs of files, relative to `folder`, that are not looked at.' }),
    ),
    required: Type.Optional(
      Type.Array(Text, { description: 'Files, relative to `folder`, that must be there and not empty.' }),
    ),
    environment: Type.Optional(
      Type.Array(Text, {
        description: 'Environment variables that the example of the .env file must name.',
      }),
    ),
    tags: Type.Optional(Tags),
  },
  {
    additionalProperties: false,
    description:
      'The files of the application. With it the levels source, config and security are checked; they need no stack.',
  },
);
/** See the schema of the same name. */
export type Source = Type.StaticDecode<typeof Source>;
