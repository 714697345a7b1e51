import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../../model/stack.ts';
import { ask, type Engine } from '../docker/engine.ts';
import { listContainers, serviceOf } from '../docker/project-containers.ts';
import type { ComposeDocument } from './compose-document.ts';
import type { Isolated } from './isolate.ts';
import { pipeFolder } from './pipe-folder.ts';
import { type ComposeCall, runCompose } from './run-compose.ts';
import { composeFailure } from './start-failure.ts';

/** Where copies go. */
export interface CopyOptions {
  readonly engine: Engine;
  readonly call: ComposeCall;
  readonly project: string;
  /** The folder of the run. */
  readonly folder: string;
  readonly progress: Progress;
}

const helper = (index: number): string => `copy-${index}`;

/**
 * Containers that only hold the volumes, and are never started. The services themselves cannot be created for this:
 * the old compose also waits for what they depend on when it shall only create them.
 */
function helpers({ document, copies }: Isolated): ComposeDocument {
  const services = copies.map(({ service, volume, target }, index) => {
    const { image, labels } = document.services[service] ?? {};
    const volumes = [`${volume}:${target}:nocopy`];
    return [helper(index), { image, labels, volumes, command: ['true'], network_mode: 'none' }];
  });
  const { networks, ...kept } = document;
  return { ...kept, services: Object.fromEntries(services) };
}

/** Fills the volumes that stand in for folders which services may write to. */
export async function copyFolders(options: CopyOptions, isolated: Isolated): Promise<void> {
  const { copies } = isolated;
  if (copies.length === 0) return;
  const { engine, call, project, folder, progress } = options;
  const file = join(folder, 'copies.yaml');
  await writeFile(file, JSON.stringify(helpers(isolated)), { mode: 0o600 });
  const created = await runCompose(call, ['-p', project, '-f', file, 'up', '--no-start', '--no-build']);
  if (!created.ok)
    throw composeFailure(
      'STACK_START_FAILED',
      'docker compose could not create the volumes of the run',
      created,
    );
  const containers = await listContainers(engine, project, call.signal);
  for (const container of containers) {
    const copy = copies.find((_, index) => helper(index) === serviceOf(container));
    if (copy === undefined) continue;
    progress(`copying ${copy.source} for ${copy.service}`);
    await pipeFolder(copy, container.Id, call.signal);
    await ask(engine, call.signal, docker => docker.getContainer(container.Id).remove({ force: true }));
  }
}
