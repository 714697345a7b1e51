import type { VolumesToSave } from '../operations/backup/volume-steps.ts';
import type { FoundDatabase } from '../operations/postgres/find-server.ts';
import { findVolumes } from '../operations/volumes/find-volumes.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import type { Engine } from '../runtimes/docker/engine.ts';
import { reachEngine } from '../runtimes/docker/reach-engine.ts';
import type { OperationContext } from './operate.ts';

/** Finds the volumes of the deployment that no dump stands for; undefined where there are none. */
export async function volumesToSave(
  { loaded, signal }: OperationContext,
  databases: readonly FoundDatabase[],
): Promise<VolumesToSave | undefined> {
  if (loaded.runtime !== 'compose') return undefined;
  const project = await projectNameOf(loaded, process.env);
  let engine: Engine | undefined;
  const reach = async () => {
    engine = await reachEngine(signal);
    return engine;
  };
  const found = await findVolumes(loaded, reach, project, databases, signal);
  return engine && { engine, project, found };
}
