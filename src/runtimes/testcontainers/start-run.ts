import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Progress } from '../../model/stack.ts';
import type { ComposeCli } from '../docker/compose-cli.ts';
import type { Engine } from '../docker/engine.ts';
import { dockerStack } from '../docker/stack.ts';
import { bringUp } from './bring-up.ts';
import { copyFolders } from './copy-folders.ts';
import { type Isolated, isolate } from './isolate.ts';
import { formatOwner, thisProcess } from './owner.ts';
import { prepareImages } from './prepare-images.ts';
import { isBelow, kindOf, renderCompose } from './render.ts';
import type { ComposeCall } from './run-compose.ts';
import { composeFileIn } from './run-folder.ts';
import type { RunNames } from './run-names.ts';
import { registerWithRyuk } from './ryuk.ts';
import { startFailure } from './start-failure.ts';
import type { Sweeper } from './start-sweeper.ts';
import { OWNER_LABEL } from './sweep-stale.ts';

const DEFAULT_TIMEOUT_MS = 120_000;

/** A run whose folder exists and whose sweeper watches. */
export interface NewRun {
  readonly loaded: LoadedConfig;
  readonly cli: ComposeCli;
  readonly engine: Engine;
  readonly names: RunNames;
  readonly folder: string;
  readonly sweeper: Sweeper;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

async function isolated(run: NewRun, call: ComposeCall): Promise<Isolated> {
  const { loaded, names, engine } = run;
  const folders = [loaded.root, ...loaded.composeFiles.map(dirname)].filter(folder => folder !== '/');
  return isolate(await renderCompose(call, names.project, loaded.composeFiles), {
    labels: { [OWNER_LABEL]: formatOwner(thisProcess()).replaceAll('$', '$$$$') },
    publishOn: engine.local ? '127.0.0.1' : undefined,
    imageName: names.imageName,
    kindOf,
    isOurs: path => isBelow(folders, path),
  });
}

/**
 * Brings up everything of a run and waits until it is ready. What fails is thrown; what was made is left to the caller.
 * @throws ProblemError COMPOSE_FILE_INVALID, STACK_BUILD_FAILED, STACK_IMAGE_UNAVAILABLE, STACK_START_FAILED
 */
export async function startRun(run: NewRun): Promise<void> {
  const { loaded, engine, names, signal, progress } = run;
  const call: ComposeCall = {
    cli: run.cli,
    directory: dirname(loaded.composeFiles[0] ?? loaded.file),
    environment: { ...loaded.stackEnvironment, ...process.env },
    signal,
    sweeper: run.sweeper,
  };
  const ryuk = registerWithRyuk(engine, names.project, signal);
  const composeFile = composeFileIn(run.folder);
  const stack = await isolated(run, call);
  await writeFile(composeFile, `${JSON.stringify(stack.document, undefined, 2)}\n`, { mode: 0o600 });
  await prepareImages(engine, call, { ...names, file: composeFile }, stack.document, progress);
  await copyFolders({ engine, call, project: names.project, folder: run.folder, progress }, stack);
  const scope = { project: names.project, files: [composeFile], environmentFile: undefined };
  const containers = dockerStack({
    engine,
    runtime: 'testcontainers',
    project: names.project,
    loaded,
    scope,
  });
  const timeoutMs = loaded.config.stack?.startTimeout ?? DEFAULT_TIMEOUT_MS;
  const result = await bringUp({ stack: containers, call, composeFile, timeoutMs, progress });
  if (result.notReady.length > 0 || result.compose?.ok !== true)
    throw await startFailure(containers, result, timeoutMs, signal);
  const without = await ryuk;
  if (without !== undefined)
    progress(`no Ryuk (${without}): the run has its own sweeper. TESTCONTAINERS_RYUK_DISABLED=true says so`);
}
