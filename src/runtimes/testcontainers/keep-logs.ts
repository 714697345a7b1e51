import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine } from '../docker/engine.ts';
import { listContainers, serviceOf } from '../docker/project-containers.ts';
import { readLogs } from '../docker/read-logs.ts';

const LINES = 2000;
const KEPT_RUNS = 5;

const logsOf = (runFolder: string): string => join(dirname(dirname(runFolder)), 'logs');

/** Where the log of a service can be read once its run is gone. */
export const keptLog = (runFolder: string, project: string, service: string): string =>
  join(logsOf(runFolder), project, `${service}.log`);

/** Drops the logs of all but the latest isolated runs; those of other runtimes have other names. */
async function dropOld(folder: string, prefix: string): Promise<void> {
  const names = (await readdir(folder)).filter(name => name.startsWith(prefix));
  const aged = await Promise.all(
    names.map(async name => ({ name, age: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.age - a.age).slice(KEPT_RUNS);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Writes the end of each service's log to a file, so that a report can point to it after the containers are gone. */
export async function keepLogs(
  engine: Engine,
  project: string,
  runFolder: string,
  signal: AbortSignal,
): Promise<void> {
  const containers = await listContainers(engine, project, signal);
  const services = Map.groupBy(containers, serviceOf);
  await mkdir(join(logsOf(runFolder), project), { recursive: true, mode: 0o700 });
  await Promise.all(
    [...services].map(async ([service, own]) => {
      const ids = own.map(({ Id }) => Id);
      const lines = await readLogs(engine, ids, { tail: LINES }, signal);
      await writeFile(keptLog(runFolder, project, service), `${lines.join('\n')}\n`, { mode: 0o600 });
    }),
  );
  await dropOld(logsOf(runFolder), project.replace(/[^-]+$/, ''));
}
