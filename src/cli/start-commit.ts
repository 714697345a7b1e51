import { languageOf } from '../languages/language-of.ts';
import { endOxlint, startOxlint } from '../languages/run-oxlint.ts';
import { startWasm } from '../languages/wasm/ask.ts';
import { readStaged } from '../probes/source/staged-changes.ts';
import type { PrecommitOptions } from './precommit.ts';

/** `failsafe precommit`: what takes longest to start is started first, and all else is loaded meanwhile. */
export async function startCommit(options: PrecommitOptions): Promise<number> {
  const folder = process.cwd();
  if (options.undo) return (await import('./undo-commit.ts')).undoCommit(folder);
  const staged = await readStaged(folder, options.since);
  const paths = options.all ? staged.entries.map(({ path }) => path) : staged.changed;
  const languages = new Set(paths.map(path => languageOf(path, '')));
  if (languages.has('python') || languages.has('shell')) startWasm();
  if (languages.has('javascript')) startOxlint();
  try {
    return await (await import('./look-at-commit.ts')).lookAtCommit(staged, options);
  } finally {
    endOxlint();
  }
}
