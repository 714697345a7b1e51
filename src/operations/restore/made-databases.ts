import pg from 'pg';
import { APPLICATION, MAINTENANCE } from '../postgres/find-server.ts';
import { withPsql } from '../postgres/psql.ts';
import type { PostgresServer } from '../postgres/server.ts';

/** A database that failsafe made for a project, or put aside, with what its comment says. */
export interface MadeDatabase {
  readonly name: string;
  readonly kind: 'new' | 'old';
  /** ISO 8601: when it was put aside. */
  readonly since?: string;
}

const query = (mark: string) => `select d.datname as name, shobj_description(d.oid, 'pg_database') as comment
  from pg_database d where d.datname ~ '^failsafe_(new|old)_' and starts_with(shobj_description(d.oid, 'pg_database'), ${pg.escapeLiteral(mark)})`;

/** The databases on a server whose comment carries the mark of a project. */
export function madeDatabases(
  server: PostgresServer,
  mark: string,
  signal: AbortSignal,
): Promise<MadeDatabase[]> {
  return withPsql(server, MAINTENANCE, APPLICATION, signal, async psql => {
    const rows = await psql.rows<{ name: string; comment: string }>(query(mark));
    return rows.map(({ name, comment }) => {
      const [since] = /\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(comment) ?? [];
      return { name, since, kind: name.startsWith('failsafe_new_') ? 'new' : 'old' };
    });
  });
}

/** Drops a database. Whoever is in it is not asked: nobody but failsafe knows its name. */
export function dropDatabase(server: PostgresServer, name: string, signal: AbortSignal): Promise<void> {
  return withPsql(server, MAINTENANCE, APPLICATION, signal, psql =>
    psql.run(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  );
}
