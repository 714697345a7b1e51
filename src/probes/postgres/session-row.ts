import type { DatabaseRow, DatabaseSession } from '../../model/observations/postgres.ts';

const LONGEST_QUERY = 120;

/** A statement to show in a report: without its literals, which are the application's data, on one line, cut short. */
export function showQuery(query: string): string {
  const line = query
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, '?')
    .replace(/'(?:[^']|'')*('|$)/g, '?')
    .replace(/\b\d+(\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > LONGEST_QUERY ? `${line.slice(0, LONGEST_QUERY)}…` : line;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Reads the columns pid, usename, application_name, state, query and for_ms. */
export const toSession = (row: DatabaseRow): DatabaseSession => ({
  pid: Number(row.pid),
  user: text(row.usename),
  application: text(row.application_name),
  state: text(row.state) || 'unknown',
  query: showQuery(text(row.query)),
  forMs: row.for_ms === null || row.for_ms === undefined ? undefined : Math.round(Number(row.for_ms)),
});
