import { Type } from 'typebox';
import { duration, Name, record, Text } from './scalars.ts';

/** A command in the container of a service. */
export const command = {
  service: Type.String({ ...Name, description: 'The service in whose container it is run.' }),
  run: Type.Union([Text, Type.Array(Text, { minItems: 1 })], {
    description: 'Command and arguments; a text is split at blanks. No shell.',
    title: 'a command, as text or as a list',
  }),
  env: Type.Optional(record(Text, Type.String(), { description: 'More variables of the environment.' })),
  timeout: Type.Optional(
    duration({ default: '10m', description: 'It is ended after that, and has failed.' }),
  ),
};

/** `setup`: what the application wants besides being built and started. */
export const Setup = Type.Object(
  {
    example: Type.Optional({
      ...Text,
      description:
        'File to begin the environment file with, relative to failsafe.yaml. Default: .env.example beside it.',
    }),
    database: Type.Optional(
      Type.Array(
        Type.Object(
          {
            ...command,
            onlyWhenEmpty: Type.Optional(
              Type.String({
                ...Name,
                description: 'A database target: run only while none of its tables has a row.',
              }),
            ),
          },
          { additionalProperties: false },
        ),
        { description: 'Commands that make and fill the database, in order. Set-up runs them each time.' },
      ),
    ),
    recreate: Type.Optional(
      Type.Array(Type.Object(command, { additionalProperties: false }), {
        description:
          'Commands that drop and make the tables anew: `failsafe db reset` runs them behind a backup, then those of `database`.',
      }),
    ),
    tests: Type.Optional(
      Type.Array(Type.Object(command, { additionalProperties: false }), {
        description:
          'The tests of the application itself. While they run, no table of the database targets can be written: tests belong into a database of their own.',
      }),
    ),
  },
  { additionalProperties: false, description: 'What `failsafe setup` does besides building and starting.' },
);
/** See the schema of the same name. */
export type Setup = Type.StaticDecode<typeof Setup>;
/** A command in the container of a service. */
export type SetupCommand = NonNullable<Setup['tests']>[number];
