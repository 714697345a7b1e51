import { languageOf } from '../languages/language-of.ts';
import { startWasm } from '../languages/wasm/ask.ts';
import { readStaged } from '../probes/source/staged-changes.ts';
import type { PrecommitOptions } from './precommit.ts';

const IN_WASM: readonly unknown[] = ['python', 'shell'];

/** `failsafe precommit`: what takes longest to start is started first, and all else is loaded meanwhile. */
export async function startCommit(options: PrecommitOptions): Promise<number> {
  const folder = process.cwd();
  if (options.undo) return (await import('./undo-commit.ts')).undoCommit(folder);
  const staged = await readStaged(folder, options.since);
  const paths = options.all ? staged.entries.map(({ path }) => path) : staged.changed;
  if (paths.some(path => IN_WASM.includes(languageOf(path, '')))) startWasm();
  return (await import('./look-at-commit.ts')).lookAtCommit(staged, options);
}
