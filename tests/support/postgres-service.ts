import { join } from 'node:path';
import { ROOT } from './deployment.ts';

/** The password of the database, which no output may show. */
export const PASSWORD = 'not-to-be-seen-anywhere';

/** The image of the fixture's database, which has `psql` as well. */
export const IMAGE = {
  build: join(ROOT, 'fixtures/testdriven-app/services/users-db'),
  image: 'testdriven-app-users-db:1.0',
};

/** A service of a compose file: PostgreSQL with the database `users_dev`; it publishes no port. */
export const postgresService = {
  ...IMAGE,
  environment: { POSTGRES_PASSWORD: PASSWORD },
  healthcheck: {
    test: ['CMD', 'pg_isready', '-q', '-h', '127.0.0.1', '-d', 'users_dev'],
    interval: '1s',
    retries: 60,
  },
};

/** The target of it in failsafe.yaml, for a service named `db`. */
export const postgresTarget = {
  service: 'db',
  port: 5432,
  database: 'users_dev',
  user: 'postgres',
  password: { env: 'DB_PASSWORD' },
};
