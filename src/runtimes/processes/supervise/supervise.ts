import { once } from 'node:events';
import { join } from 'node:path';
import type { Problem } from '../../../model/problem.ts';
import { keepTimes } from '../log-times.ts';
import { REQUEST_SIGNAL, takeRequests } from '../restart-requests.ts';
import type { PlannedService, RunPlan, SupervisorMessage } from '../run-plan.ts';
import { commandKind } from './command-kind.ts';
import { findInstallation, type Installation, postgresKind } from './postgres-kind.ts';
import { createRun, type Run } from './run.ts';
import { type Startable, startAll } from './start-all.ts';
import { stopAll } from './stop-all.ts';
import { superviseService } from './supervised-service.ts';

const HEARTBEAT_MS = 60_000;

function createStartables(
  plan: RunPlan,
  run: Run,
  onEnded: (problem: Problem) => void,
  stopping: AbortSignal,
): Startable[] {
  let found: Promise<Installation> | undefined;
  const installation = () => {
    found ??= findInstallation(() => run.openFolder(), stopping);
    return found;
  };
  const kindOf = (service: PlannedService) =>
    service.kind === 'command'
      ? commandKind(service, plan, run.addresses)
      : postgresKind(service, installation, account =>
          join(account === undefined ? plan.folders.run : run.openFolder(), service.name),
        );
  return plan.services.map(service => {
    const { name } = service;
    const kind = kindOf(service);
    const record = run.records[name];
    if (record === undefined) throw new TypeError(`no record of ${name}`);
    const supervised = superviseService({
      service,
      kind,
      record,
      save: run.save,
      address: () => run.addresses.get(name),
      moveAddress: () => run.moveAddress(name),
      onEnded,
    });
    return { service, supervised };
  });
}

/** Restarts services when somebody asks, one request after the other, until `stopping`. */
function serveRestarts(plan: RunPlan, startables: readonly Startable[], stopping: AbortSignal) {
  let last = Promise.resolve();
  const serve = async () => {
    for (const name of takeRequests(plan.folders.run)) {
      if (stopping.aborted) return;
      const timeout = AbortSignal.timeout(plan.startTimeoutMs);
      const found = startables.find(({ service }) => service.name === name);
      await found?.supervised.restart(AbortSignal.any([stopping, timeout])).catch(() => {});
    }
  };
  const listener = () => {
    last = last.then(serve);
  };
  process.on(REQUEST_SIGNAL, listener);
  return { settled: () => last };
}

/** Brings the services of a plan up, keeps them until `stopping`, and removes everything. Rejects when they do not come up. */
export async function supervise(
  plan: RunPlan,
  send: (message: SupervisorMessage) => void,
  stopping: AbortSignal,
): Promise<void> {
  const failing: { onProblem?: (problem: Problem) => void } = {};
  const run = await createRun(plan);
  const startables = createStartables(plan, run, problem => failing.onProblem?.(problem), stopping);
  const times = keepTimes(Object.values(run.records));
  const heartbeat = setInterval(run.save, HEARTBEAT_MS);
  let restarts: { settled(): Promise<void> } | undefined;
  try {
    await startAll(plan, startables, message => send({ type: 'progress', message }), failing, stopping);
    restarts = serveRestarts(plan, startables, stopping);
    send({ type: 'ready' });
    if (!stopping.aborted) await once(stopping, 'abort');
  } finally {
    clearInterval(heartbeat);
    times.stop();
    await restarts?.settled();
    await stopAll(startables);
    run.remove();
  }
}
