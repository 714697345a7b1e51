import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { ownFolder } from '../config/own-folder.ts';
import { type Commits, changesBetween, type Fingerprint } from '../diagnosis/changes.ts';
import type { Changes, CheckResult, Report } from '../model/result.ts';
import { outcome } from './outcome.ts';

const FOLDER = 'last-green';
const DIGITS = 16;
const GIT_MS = 2000;

/** Of a project: where it is and which files describe its deployment, as absolute paths. */
export type Described = Pick<LoadedConfig, 'file' | 'root' | 'runtime'> & {
  /** Some need not be there. */
  readonly files: readonly string[];
};

/** Where the services are processes: what of their commands may be a file of the project. */
function programs({ config, root, runtime }: LoadedConfig): string[] {
  if (runtime !== 'processes') return [];
  return Object.values(config.stack?.processes ?? {}).flatMap(service => {
    if (!('run' in service)) return [];
    const words = typeof service.run === 'string' ? service.run.split(/\s+/) : service.run;
    return words.map(word => join(root, service.cwd ?? '', word));
  });
}

/** The part of a loaded config that says what a deployment consists of. */
export function describedBy(loaded: LoadedConfig): Described {
  const { file, root, runtime, config } = loaded;
  const environment = [config.stack?.env ?? []].flat().map(name => join(root, name));
  return { file, root, runtime, files: [file, ...loaded.composeFiles, ...environment, ...programs(loaded)] };
}

/** Nothing where there is no git, or no repository. */
async function git(root: string, ...args: string[]): Promise<string[]> {
  const { execa } = await import('execa');
  const done = await execa('git', args, { cwd: root, reject: false, stdin: 'ignore', timeout: GIT_MS });
  return done.failed ? [] : done.stdout.split('\n').filter(line => line !== '');
}

async function digest(path: string): Promise<string | undefined> {
  const content = await readFile(path).catch(() => undefined);
  return content && createHash('sha256').update(content).digest('hex').slice(0, DIGITS);
}

async function take(described: Described, results: readonly CheckResult[]): Promise<Fingerprint> {
  const { root, runtime } = described;
  const files: Record<string, string> = {};
  for (const path of described.files) {
    const found = await digest(path);
    if (found !== undefined) files[relative(root, path)] = found;
  }
  const lasting = runtime === 'compose' ? results : [];
  const started = lasting
    .filter(
      ({ check, evidence }) => check === 'containers.running' && typeof evidence?.startedAt === 'string',
    )
    .map(({ subject, evidence }) => [subject, String(evidence?.startedAt)] as const);
  const [commit] = await git(root, 'rev-parse', 'HEAD');
  return { at: new Date().toISOString(), files, started: Object.fromEntries(started), commit };
}

async function commitsSince(root: string, { commit }: Fingerprint): Promise<Commits> {
  if (commit === undefined) return { subjects: [], paths: [] };
  const [subjects, paths] = await Promise.all([
    git(root, 'log', '--format=%s', `${commit}..HEAD`),
    git(root, 'diff', '--name-only', '--relative', commit, '--', '.'),
  ]);
  return { subjects, paths };
}

/** A note for each file and runtime: another file may describe another deployment. */
const nameOf = ({ file, root, runtime }: Described) =>
  `${relative(root, file).replaceAll(/[^\w.-]/g, '_')}.${runtime}.json`;

/** A folder that nobody may write to is no fault of the deployment. */
async function noteGreen(described: Described, results: readonly CheckResult[]): Promise<void> {
  const now = await take(described, results);
  try {
    const folder = await ownFolder(described.root, FOLDER);
    await writeFile(join(folder, nameOf(described)), JSON.stringify(now), { mode: 0o600 });
  } catch {
    // See above.
  }
}

async function changesSinceGreen(
  described: Described,
  results: readonly CheckResult[],
): Promise<Changes | undefined> {
  const path = join(described.root, '.failsafe', FOLDER, nameOf(described));
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const before: Fingerprint = JSON.parse(text);
    const commits = await commitsSince(described.root, before);
    const what = changesBetween(before, await take(described, results), commits);
    return what.length === 0 ? undefined : { since: before.at, what };
  } catch {
    return undefined;
  }
}

/**
 * Notes what a deployment that is wholly healthy consists of; adds to the report of one that is not what has changed
 * since it was.
 */
export async function compareWithGreen(described: Described, report: Report): Promise<Report> {
  const { exitCode, counts } = outcome(report);
  if (exitCode === 1) return { ...report, changes: await changesSinceGreen(described, report.results) };
  const isWhole = report.filter === undefined && counts.known === 0;
  if (exitCode === 0 && isWhole) await noteGreen(described, report.results);
  return report;
}
