import { Type } from 'typebox';
import { Matcher } from './expectation.ts';
import { duration, durationOrNone, Name, Needs, percent, record, size, Tags, Text } from './scalars.ts';

/** What a query must give. */
export const rowsExpectation = (description: string) =>
  Type.Object(
    {
      rows: Type.Optional(
        Type.Union([Type.Integer({ minimum: 0 }), Matcher], {
          description: 'Number of rows: a number or a matcher.',
          title: 'a number or a matcher',
        }),
      ),
      row: Type.Optional(
        record(Text, Matcher, { minProperties: 1, description: 'Column → matcher, on the first row.' }),
      ),
      every: Type.Optional(
        record(Text, Matcher, {
          minProperties: 1,
          description: 'Column → matcher, on each row. No row at all is a failure.',
        }),
      ),
    },
    {
      additionalProperties: false,
      minProperties: 1,
      title: 'a map with at least one of rows, row, every',
      description,
    },
  );

/** One read-only query. */
export const DatabaseQuery = Type.Object(
  {
    name: Type.String({
      ...Name,
      description: 'Its name in reports; the check has the id database.query:NAME.',
    }),
    sql: Type.String({ minLength: 1, description: 'Run in a read-only transaction.' }),
    expect: rowsExpectation('What it must give.'),
    tags: Type.Optional(Tags),
    needs: Type.Optional(Needs),
    timeout: Type.Optional(duration({ description: 'For the query. Default: `database.timeout`.' })),
    eventually: Type.Optional(
      durationOrNone({
        description: 'Look again until it passes or this time is up. A pass after a retry says so.',
      }),
    ),
  },
  { additionalProperties: false },
);
/** See the schema of the same name. */
export type DatabaseQuery = Type.StaticDecode<typeof DatabaseQuery>;

/** A PostgreSQL database. */
export const Database = Type.Object(
  {
    target: Type.String({ ...Name, description: 'The database target.' }),
    timeout: Type.Optional(duration({ default: '5s', description: 'For one statement.' })),
    connections: Type.Optional(
      Type.Object(
        { below: percent({ description: 'More is a failure.' }) },
        {
          additionalProperties: false,
          description: 'Connections in use, of those that ordinary roles may open. Default: 90%.',
        },
      ),
    ),
    size: Type.Optional(
      Type.Object(
        { below: size({ description: 'More is a failure.' }) },
        {
          additionalProperties: false,
          description: 'Room that the database takes on the disk. Default: it may take any.',
        },
      ),
    ),
    write: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'Try a write in a transaction that is rolled back (temporary table).',
      }),
    ),
    migrations: Type.Optional(
      Type.Object(
        {
          table: Type.String({ ...Text, description: 'alembic_version, django_migrations, …' }),
          column: Type.Optional(
            Type.String({
              ...Text,
              description:
                'Default: version_num for alembic_version, name for knex_migrations, django_migrations and SequelizeMeta, version for schema_migrations, flyway_schema_history and _sqlx_migrations, migration_name for _prisma_migrations.',
            }),
          ),
          head: Type.Optional(
            Type.String({
              ...Text,
              description: 'The revision that must be there; of django_migrations APP.NAME.',
            }),
          ),
          folder: Type.Optional(
            Type.Union([Text, Type.Array(Text, { minItems: 1 })], {
              description:
                'Or the folder with the migrations (Alembic versions/, or one file a migration; of Django APP/migrations): its newest is the head. Several where one table is that of all, as with version_locations of Alembic.',
            }),
          ),
        },
        {
          additionalProperties: false,
          oneOf: [{ required: ['head'] }, { required: ['folder'] }],
          description: 'The database must have all migrations that the code has.',
        },
      ),
    ),
    queries: Type.Optional(
      Type.Array(DatabaseQuery, {
        minItems: 1,
        description: 'Queries of your own, and what they must give.',
      }),
    ),
    tags: Type.Optional(Tags),
  },
  {
    additionalProperties: false,
    description: 'What is expected of a PostgreSQL database beyond that it lets us in.',
  },
);
/** See the schema of the same name. */
export type Database = Type.StaticDecode<typeof Database>;
