import { readFileSync } from 'node:fs';
import pg from 'pg';
import { ProblemError } from '../../../model/problem.ts';
import type { Address } from '../../../model/stack.ts';
import type { PlannedPostgres } from '../run-plan.ts';
import { splitSql } from './split-sql.ts';

async function withClient(
  service: PlannedPostgres,
  { host, port }: Address,
  database: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const { user, password } = service;
  const client = new pg.Client({ host, port, user, password, database, ssl: false });
  client.on('error', () => {});
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function runFile(client: pg.Client, service: string, file: string): Promise<void> {
  const sql = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  for (const statement of splitSql(sql)) {
    try {
      await client.query(statement.text);
    } catch (error) {
      const { sqlProblem } = await import('./sql-problem.ts');
      throw new ProblemError([sqlProblem(service, file, sql, statement, error as Error)]);
    }
  }
}

/**
 * Creates the declared databases in a server that takes sessions, and runs the SQL files.
 *
 * @throws ProblemError INIT_SQL_FAILED
 */
export async function populate(service: PlannedPostgres, address: Address): Promise<void> {
  const databases = new Set([service.database, ...service.databases]);
  databases.delete('postgres');
  await withClient(service, address, 'postgres', async client => {
    await client.query('select 1');
    for (const name of databases) await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
  if (service.init.length === 0) return;
  await withClient(service, address, service.database, async client => {
    for (const file of service.init) await runFile(client, service.name, file);
  });
}
