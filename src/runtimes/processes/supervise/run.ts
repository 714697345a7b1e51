import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from '../../../model/stack.ts';
import { thisMachine } from '../machine.ts';
import { freePort, reservePort } from '../ports.ts';
import { identityOf } from '../process-tree.ts';
import { createRequestFolder } from '../restart-requests.ts';
import type { PlannedService, RunFolders, RunPlan } from '../run-plan.ts';
import { type RunState, type ServiceRecord, writeRunState } from '../run-state.ts';
import { createScratch, remove, removeScratch } from '../scratch.ts';

/** The files and ports of a run. */
export interface Run {
  readonly records: Readonly<Record<string, ServiceRecord>>;
  readonly addresses: ReadonlyMap<string, Address>;
  /** Writes state.json. */
  save(): void;
  /** Gives the service another port. */
  moveAddress(service: string): Promise<void>;
  /** A folder that other accounts can reach; made when it is first asked for. */
  openFolder(): string;
  /** Removes all of it but the logs. */
  remove(): void;
}

const newRecord = (
  { ready, image, port, name }: PlannedService,
  { run, logs }: RunFolders,
): ServiceRecord => ({
  state: 'created',
  restarts: 0,
  declaredPort: port,
  ready: false,
  probe: ready,
  image,
  log: join(logs, `${name}.log`),
  times: join(run, `${name}.times`),
  logStart: 0,
});

/** Makes the folders of a run, and finds a port for each service. */
export async function createRun({ id, project, folders, services }: RunPlan): Promise<Run> {
  const records = Object.fromEntries(services.map(service => [service.name, newRecord(service, folders)]));
  const addresses = new Map<string, Address>();
  let scratch: string | undefined;
  const state: RunState = {
    id,
    project,
    machine: thisMachine(),
    supervisor: identityOf(process.pid) ?? { pid: process.pid, startTime: '' },
    startedAt: new Date().toISOString(),
    services: records,
  };
  const save = () => writeRunState(folders.run, state);
  for (const folder of [folders.run, folders.logs]) {
    mkdirSync(folder);
    chmodSync(folder, 0o700);
  }
  save();
  createRequestFolder(folders.run);
  await Promise.all(
    services
      .filter(({ port }) => port !== undefined)
      .map(async ({ name }) => addresses.set(name, await reservePort())),
  );
  return {
    records,
    addresses,
    save,
    async moveAddress(service) {
      addresses.set(service, await freePort());
    },
    openFolder() {
      scratch ??= createScratch(id);
      return scratch;
    },
    remove() {
      remove(folders.run);
      removeScratch(id);
    },
  };
}
