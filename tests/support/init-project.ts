import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { loadConfig } from '../../src/config/load.ts';
import type { LoadedConfig } from '../../src/config/loaded-config.ts';
import { makeDraft, makeOutline } from '../../src/init/make-draft.ts';
import { renderConfig } from '../../src/init/render-config.ts';
import { type Survey, survey } from '../../src/init/survey.ts';
import { ROOT } from './deployment.ts';

const FOLDER = join(ROOT, 'fixtures/projects');

/** The names of the project fixtures. */
export const PROJECTS = (await readdir(FOLDER)).toSorted();

/** A project fixture in a folder of its own. */
export async function copyOf(name: string): Promise<AsyncDisposable & { readonly folder: string }> {
  const parent = await mkdtemp(join(tmpdir(), 'failsafe-init-'));
  const folder = join(parent, name);
  await cp(join(FOLDER, name), folder, { recursive: true });
  return { folder, [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }) };
}

/** `failsafe` in a folder, as people run it. */
export const failsafeIn = (folder: string, ...words: readonly string[]) =>
  execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...words], {
    cwd: folder,
    reject: false,
    stdin: 'ignore',
  });

/** What init would write of files alone, loaded with these variables. */
export async function initialised(
  root: string,
  environment: Record<string, string> = {},
): Promise<{ readonly found: Survey; readonly text: string; readonly loaded: LoadedConfig }> {
  const found = await survey({ root, environment, signal: AbortSignal.timeout(60_000) });
  const text = renderConfig(await makeDraft(found, await makeOutline(found)));
  const loaded = await loadConfig({
    file: join(root, 'failsafe.yaml'),
    text,
    environment,
    stackEnvironment: {},
  });
  return { found, text, loaded };
}
