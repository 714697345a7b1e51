import type { LoadedConfig } from '../config/loaded-config.ts';
import { ProblemError } from '../model/problem.ts';
import type { RollbackAct, WayBack } from '../monitor/machine/heal-act.ts';
import type { Rollbacks } from '../monitor/way-back.ts';
import { findRecentVersion } from '../operations/deploy/find-recent-version.ts';
import { planRecentRollback } from '../operations/deploy/plan-recent-rollback.ts';
import type { DeployRecord } from '../operations/deploy/record.ts';
import { lockProject } from '../operations/lock.ts';
import { databasesOf, findDatabase } from '../operations/postgres/find-server.ts';
import { runSteps } from '../operations/step.ts';
import { compose } from '../runtimes/compose/compose.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { openEngine } from '../runtimes/docker/engine.ts';

const PATIENCE_MS = 900_000;

/** Services that a way back makes anew: of another image, or all where the compose file differs. Undefined where one of them holds data. */
function changedServices(
  last: DeployRecord,
  version: DeployRecord,
  stateful: readonly string[],
): string[] | undefined {
  const isSameFile = version.compose === undefined || version.compose === last.compose;
  const names = Object.keys(version.images);
  const differs = (name: string) => version.images[name]?.id !== last.images[name]?.id;
  if (names.some(name => stateful.includes(name) && differs(name))) return undefined;
  return names.filter(name => !stateful.includes(name) && (!isSameFile || differs(name)));
}

async function find(
  loaded: LoadedConfig,
  stateful: readonly string[],
  signal: AbortSignal,
): Promise<WayBack | undefined> {
  if (loaded.runtime !== 'compose' || loaded.config.monitor?.heal?.rollback === false) return undefined;
  const project = await projectNameOf(loaded, process.env);
  const { root } = loaded;
  const found = await findRecentVersion({ root, project, engine: openEngine(), now: Date.now(), signal });
  if ('refusal' in found) return undefined;
  const { last, version, until } = found;
  const services = changedServices(last, version, stateful);
  if (services === undefined || services.length === 0) return undefined;
  return { deploy: last.id, version: version.id, services, until };
}

/** What failed, in one line. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ProblemError)) return error instanceof Error ? error.message : String(error);
  return error.problems
    .map(({ code, message, causes = [] }) => `${code} ${[message, ...causes].join(': ')}`)
    .join('; ');
}

async function go(
  loaded: LoadedConfig,
  { services, version }: RollbackAct,
  hear: (line: string) => void,
): Promise<string | undefined> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  await using lent = new AsyncDisposableStack();
  try {
    // Another operation at work is left alone. This one is the monitor's own, and opens no maintenance window.
    lent.defer(await lockProject(loaded.root, 'monitor'));
    const project = await projectNameOf(loaded, process.env);
    const stack = lent.adopt(await compose.attach(loaded, { runtime: 'compose', project }), one =>
      one.close(),
    );
    const planned = await planRecentRollback({
      loaded,
      engine: openEngine(),
      project,
      services,
      stack: async () => stack,
      databases: async within =>
        Object.keys(loaded.databaseTargets).length === 0
          ? []
          : Promise.all(databasesOf(loaded).map(target => findDatabase(target, stack, within))),
      signal,
      hear,
      apart: true,
      now: Date.now(),
    });
    if ('refusal' in planned) return planned.refusal.message;
    if (planned.version.id !== version) return `${planned.version.id} is the version before now`;
    const watcher = {
      began: () => undefined,
      status: () => undefined,
      ended: ({ title, status }: { title: string; status: string }) => hear(`${title}: ${status}`),
    };
    await runSteps(planned.steps, watcher, signal);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** How the monitor goes back to the version before a recent deploy: as `failsafe rollback` does, without the services that hold data. */
export const monitorRollbacks: Rollbacks = { find, go };
