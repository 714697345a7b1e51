import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExitCode, outcome } from '../src/engine/outcome.ts';
import type { Report } from '../src/model/result.ts';
import type { Status } from '../src/model/status.ts';
import { responseTime } from './response-time.ts';

/** The file of earlier runs, one JSON document a line, in the folder of the reports. */
export const HISTORY_FILE = 'runs.jsonl';
/** So many runs are kept: enough to see a trend, and few enough to be read at once. */
const MOST_RUNS = 50;
/** Of many checks fewer runs: no run reads, writes and shows more response times of earlier ones. */
const MOST_TIMES = 50_000;

/** What is kept of a run. */
export interface PastRun {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly runtime: string;
  /** The tag expression that chose the checks, if any. */
  readonly filter?: string;
  readonly exitCode: ExitCode;
  readonly counts: Readonly<Record<Status, number>>;
  readonly durationMs: number;
  /** Ids of the root causes. */
  readonly roots: readonly string[];
  /** Milliseconds to an answer, by the id of the check that asked. */
  readonly responses: Readonly<Record<string, number>>;
}

/** What is kept of this run. */
export function toPastRun(report: Report, strict: boolean): PastRun {
  const { exitCode, counts } = outcome(report, strict);
  const all = [...report.prerequisites, ...report.results];
  const responses = report.results.flatMap(result => {
    const time = responseTime(result);
    return time === undefined ? [] : [[result.id, time] as const];
  });
  return {
    startedAt: report.startedAt,
    runtime: report.runtime,
    ...(report.filter !== undefined && { filter: report.filter }),
    exitCode,
    counts,
    durationMs: report.durationMs,
    roots: all.filter(({ status }) => status === 'fail').map(({ id }) => id),
    responses: Object.fromEntries(responses),
  };
}

function parseLine(line: string): PastRun[] {
  try {
    const run: PastRun = JSON.parse(line);
    return typeof run.startedAt === 'string' && typeof run.counts === 'object' ? [run] : [];
  } catch {
    return [];
  }
}

/** The newest of these runs that hold no more times than are kept. */
function keptOf(runs: readonly PastRun[]): PastRun[] {
  let times = 0;
  const first = runs.findLastIndex(({ responses }) => {
    times += Object.keys(responses ?? {}).length;
    return times > MOST_TIMES;
  });
  return runs.slice(first + 1);
}

/** The runs that a folder remembers, the oldest first; a line that nobody can read is left out. */
export async function readHistory(folder: string): Promise<PastRun[]> {
  const text = await readFile(join(folder, HISTORY_FILE), 'utf8').catch(() => '');
  const runs = text
    .split('\n')
    .filter(Boolean)
    .flatMap(parseLine)
    .slice(1 - MOST_RUNS);
  return keptOf(runs);
}

/** The content of the file of earlier runs. */
export const renderHistory = (runs: readonly PastRun[]): string =>
  runs.map(run => `${JSON.stringify(run)}\n`).join('');
