import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { parse } from 'yaml';
import type { ComposeDocument } from './compose-document.ts';
import type { PathKind } from './isolate-mounts.ts';
import { type ComposeCall, runCompose } from './run-compose.ts';
import { composeFailure } from './start-failure.ts';

/** What stands at a path of this machine. */
export function kindOf(path: string): PathKind {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 'missing';
  if (stat.isDirectory()) return 'directory';
  return stat.isFile() ? 'file' : 'other';
}

/** Whether a path is one of some folders, or below. */
export const isBelow = (folders: readonly string[], path: string): boolean =>
  folders.some(folder => !relative(folder, path).startsWith('..'));

/**
 * Has docker compose merge, interpolate and check the compose files.
 * @throws ProblemError COMPOSE_FILE_INVALID with what compose said
 */
export async function renderCompose(
  call: ComposeCall,
  project: string,
  files: readonly string[],
): Promise<ComposeDocument> {
  const answer = await runCompose(call, ['-p', project, ...files.flatMap(file => ['-f', file]), 'config']);
  if (answer.ok) return parse(answer.stdout) as ComposeDocument;
  throw composeFailure(
    'COMPOSE_FILE_INVALID',
    `docker compose does not accept ${files.join(', ')}`,
    answer,
    'Mend the compose file, or set the variables that it needs in the file named by `stack.env`.',
  );
}
