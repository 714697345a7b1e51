import { Type } from 'typebox';
import { RUNTIMES } from '../../model/stack.ts';
import { duration, Name, Port, record, SecretValue, secretValue, Text, UrlPath } from './scalars.ts';

const environment = record(Text, Type.Union([Type.String(), SecretValue], { title: 'text or a secret' }), {
  description:
    'Environment variables. Texts may hold {{port}}, {{url:SERVICE}}, {{host:SERVICE}}, {{port:SERVICE}} and, for a postgres service, {{database-url:SERVICE}}.',
});

const postgresProcess = Type.Object(
  {
    postgres: Type.Object(
      {
        database: Type.String({ ...Name, description: 'Database to create.' }),
        user: Type.Optional(
          Type.String({
            ...Name,
            default: 'postgres',
            description: 'Superuser to create; it owns the databases.',
          }),
        ),
        password: Type.Optional(
          secretValue({ description: 'Password of `user`. Default: one made up for each start.' }),
        ),
        databases: Type.Optional(Type.Array(Name, { description: 'More databases to create.' })),
        init: Type.Optional(
          Type.Array(Text, { description: 'SQL files run once, in order, relative to failsafe.yaml.' }),
        ),
      },
      { additionalProperties: false, description: 'A real PostgreSQL from npm, with a fresh data folder.' },
    ),
    port: Type.Optional(
      Type.Integer({
        ...Port,
        default: 5432,
        description: 'The port that targets name; the real one is assigned by the OS.',
      }),
    ),
    needs: Type.Optional(Type.Array(Name, { description: 'Services that must be ready first.' })),
  },
  { additionalProperties: false, title: 'a postgres service: { postgres: { database: … } }' },
);

const commandProcess = Type.Object(
  {
    run: Type.Union([Text, Type.Array(Text, { minItems: 1 })], {
      description: 'Command and arguments; a text is split at blanks. No shell.',
      title: 'a command, as text or as a list',
    }),
    port: Type.Optional(
      Type.Integer({
        ...Port,
        description: 'The port that targets name; the process gets the real one in PORT.',
      }),
    ),
    cwd: Type.Optional(
      Type.String({ minLength: 1, description: 'Working directory, relative to failsafe.yaml.' }),
    ),
    env: Type.Optional(environment),
    needs: Type.Optional(Type.Array(Name, { description: 'Services that must be ready first.' })),
    ready: Type.Optional(
      Type.Union(
        [
          UrlPath,
          Type.Object(
            {
              log: Type.String({
                ...Text,
                description: 'Text that a line of its output must contain, upper and lower case as they are.',
              }),
            },
            { additionalProperties: false, description: 'Ready when a line of its output contains this.' },
          ),
        ],
        {
          description: 'Ready when GET of this path answers 2xx. Default: when the port accepts connections.',
          title: 'a path that starts with /, or { log: TEXT }',
        },
      ),
    ),
    oneShot: Type.Optional(
      Type.Boolean({ default: false, description: 'Runs to its end; done when it exits with 0.' }),
    ),
  },
  { additionalProperties: false, title: 'a command service: { run: … }' },
);

/** Where the application runs and how it is brought up. */
export const Stack = Type.Object(
  {
    runtime: Type.Optional(
      Type.Enum([...RUNTIMES], {
        default: 'compose',
        description: 'FAILSAFE_RUNTIME and --runtime override it.',
      }),
    ),
    compose: Type.Optional(
      Type.Union([Text, Type.Array(Text, { minItems: 1 })], {
        description: 'Compose file or files, relative to failsafe.yaml.',
        title: 'a file name or a list of them',
      }),
    ),
    env: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'File with variables for the stack and for `env:` secrets; the real environment wins.',
      }),
    ),
    project: Type.Optional(
      Type.String({
        ...Name,
        description:
          'Compose project to attach to. Default: COMPOSE_PROJECT_NAME, else what compose itself would use: `name:` in the compose file, or its folder.',
      }),
    ),
    production: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'People depend on this deployment: what removes its data is refused unless --production is said.',
      }),
    ),
    startTimeout: Type.Optional(duration({ default: '120s', description: 'Until all services are ready.' })),
    processes: Type.Optional(
      record(
        Name,
        Type.Union([postgresProcess, commandProcess], { title: 'a service: { run: … } or { postgres: … }' }),
        {
          description: 'Services of the runtime `processes`, by the names they have in compose.',
        },
      ),
    ),
    oneShots: Type.Optional(
      Type.Array(Name, { description: 'Compose services that run to their end: exit code 0 is healthy.' }),
    ),
  },
  { additionalProperties: false, description: 'Where the application runs and how it is brought up.' },
);
/** See the schema of the same name. */
export type Stack = Type.StaticDecode<typeof Stack>;
/** One service of the runtime `processes`. */
export type ProcessService = NonNullable<Stack['processes']>[string];
