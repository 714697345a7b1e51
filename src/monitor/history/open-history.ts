import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { add } from './histogram.ts';
import { loadSqlite } from './load-sqlite.ts';
import type { Bucket, Sample, Series, SeriesKind } from './series.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Fine for two days, coarse for two months. */
const SPANS = [
  { ms: 5 * MINUTE, keptMs: 2 * DAY },
  { ms: 60 * MINUTE, keptMs: 60 * DAY },
] as const;
const FINE = SPANS[0];
const COARSE = SPANS[1];

const PAGE_BYTES = 4096;
const MOST_BYTES = 64_000_000;
const MOST_SERIES = 1000;
const BUSY_MS = 2000;

const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA journal_size_limit = 1000000;
CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (kind, name));
CREATE TABLE IF NOT EXISTS bucket (
  series INTEGER NOT NULL, span INTEGER NOT NULL, at INTEGER NOT NULL,
  n INTEGER NOT NULL, bad INTEGER NOT NULL, "values" INTEGER NOT NULL, sum REAL NOT NULL, spread TEXT NOT NULL,
  PRIMARY KEY (series, span, at)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_age ON bucket (span, at);
`;

/** What was measured, on the disk of this project. */
export interface History {
  /** Adds what was seen at a moment. What is too old goes. */
  record(samples: readonly Sample[], at: number): void;
  /** What was seen from a moment on: every five minutes within two days, every hour before. */
  read(since: number, now: number): Series[];
  close(): void;
}

interface Row extends Omit<Bucket, 'spread'> {
  readonly spread: string;
}

/** The file of the history. */
export const historyFile = (folder: string): string => join(folder, 'history.sqlite');

/** A file that is no history any more is kept aside: a new one begins. */
function openFile(Database: typeof DatabaseSync, file: string, mostBytes: number): DatabaseSync {
  const open = () => {
    const database = new Database(file, { timeout: BUSY_MS });
    database.exec(`PRAGMA max_page_count = ${Math.floor(mostBytes / PAGE_BYTES)};${SCHEMA}`);
    return database;
  };
  try {
    return open();
  } catch (error) {
    if (!/not a database|malformed/.test(String(error))) throw error;
    renameSync(file, `${file}.unreadable`);
    for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true });
    return open();
  }
}

const empty = (at: number): Bucket => ({ at, n: 0, bad: 0, values: 0, sum: 0, spread: {} });

const fromRow = ({ spread, ...row }: Row): Bucket => ({ ...row, spread: JSON.parse(spread) });

/**
 * Opens the history in the folder of the monitor; the file never grows beyond 64 MB: then the oldest goes.
 *
 * @param mostBytes default: 64 MB
 * @throws Error when there is no SQLite, or nobody may write there
 */
export async function openHistory(folder: string, mostBytes = MOST_BYTES): Promise<History> {
  const { DatabaseSync } = await loadSqlite();
  const database = openFile(DatabaseSync, historyFile(folder), mostBytes);
  const findSeries = database.prepare('SELECT id FROM series WHERE kind = ? AND name = ?');
  const addSeries = database.prepare('INSERT INTO series (kind, name) VALUES (?, ?)');
  const countSeries = database.prepare('SELECT count(*) AS n FROM series');
  const find = database.prepare(
    'SELECT at, n, bad, "values", sum, spread FROM bucket WHERE series = ? AND span = ? AND at = ?',
  );
  const put = database.prepare(`INSERT INTO bucket VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET n = excluded.n, bad = excluded.bad, "values" = excluded."values", sum = excluded.sum, spread = excluded.spread`);
  const forget = database.prepare('DELETE FROM bucket WHERE span = ? AND at < ?');
  const forgetSeries = database.prepare('DELETE FROM series WHERE id NOT IN (SELECT series FROM bucket)');
  const oldest = database.prepare('SELECT at FROM bucket WHERE span = ? ORDER BY at LIMIT 1 OFFSET ?');
  const all = database.prepare(`
    SELECT kind, name, at, n, bad, "values", sum, spread FROM bucket JOIN series ON id = series
    WHERE span = ? AND at >= ? ORDER BY kind, name, at`);
  const ids = new Map<string, number>();
  /** Of each span the bucket of each series that was added to last: it is read once, and written at each look. */
  const open = new Map(SPANS.map(({ ms }) => [ms as number, new Map<number, Bucket>()]));
  let cleanedAt = 0;

  function forgetKnown(): void {
    ids.clear();
    for (const buckets of open.values()) buckets.clear();
  }

  function idOf({ kind, name }: Sample): number | undefined {
    const key = `${kind} ${name}`;
    const known = ids.get(key) ?? (findSeries.get(kind, name)?.id as number | undefined);
    if (known === undefined && Number(countSeries.get()?.n) >= MOST_SERIES) return undefined;
    const id = known ?? Number(addSeries.run(kind, name).lastInsertRowid);
    ids.set(key, id);
    return id;
  }

  function bucketOf(id: number, span: number, start: number): Bucket {
    const known = open.get(span)?.get(id);
    if (known?.at === start) return known;
    const row = find.get(id, span, start) as unknown as Row | undefined;
    const bucket = row === undefined ? empty(start) : fromRow(row);
    open.get(span)?.set(id, bucket);
    return bucket;
  }

  function addTo(id: number, span: number, at: number, { value, bad = false }: Sample): void {
    const start = Math.floor(at / span) * span;
    const bucket = bucketOf(id, span, start);
    bucket.n++;
    bucket.bad += Number(bad);
    if (value !== undefined) {
      bucket.values++;
      bucket.sum += value;
      add(bucket.spread, value);
    }
    const { n, values, sum, spread } = bucket;
    put.run(id, span, start, n, bucket.bad, values, sum, JSON.stringify(spread));
  }

  function forgetOld(at: number): void {
    if (Math.abs(at - cleanedAt) < FINE.ms) return;
    cleanedAt = at;
    for (const { ms, keptMs } of SPANS) forget.run(ms, at - keptMs);
    forgetSeries.run();
    forgetKnown();
  }

  function within(work: () => void): void {
    database.exec('BEGIN');
    try {
      work();
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      forgetKnown();
      throw error;
    }
  }

  /** The oldest tenth of both. */
  function makeRoom(): void {
    for (const { ms } of SPANS) {
      const rows = Number(database.prepare('SELECT count(*) AS n FROM bucket WHERE span = ?').get(ms)?.n);
      const until = oldest.get(ms, Math.floor(rows / 10))?.at as number | undefined;
      if (until !== undefined) forget.run(ms, until + 1);
    }
  }

  function write(samples: readonly Sample[], at: number): void {
    within(() => {
      forgetOld(at);
      for (const sample of samples) {
        const id = idOf(sample);
        if (id !== undefined) for (const { ms } of SPANS) addTo(id, ms, at, sample);
      }
    });
  }

  return {
    record(samples, at) {
      try {
        write(samples, at);
      } catch (error) {
        if (!/full/.test(String(error))) throw error;
        makeRoom();
        write(samples, at);
      }
    },
    read(since, now) {
      const { ms } = now - since <= FINE.keptMs ? FINE : COARSE;
      const rows = all.all(ms, Math.floor(since / ms) * ms) as unknown as (Row & {
        kind: SeriesKind;
        name: string;
      })[];
      const bySeries = Map.groupBy(rows, ({ kind, name }) => `${kind} ${name}`);
      return [...bySeries.values()].map(some => {
        const [{ kind, name }] = some as [(typeof some)[number]];
        return { kind, name, buckets: some.map(({ kind: _, name: __, ...row }) => fromRow(row)) };
      });
    },
    close: () => database.close(),
  };
}

/** Opens the history that a monitor has left; undefined where none has. */
export async function openExistingHistory(folder: string): Promise<History | undefined> {
  return existsSync(historyFile(folder)) ? openHistory(folder) : undefined;
}
