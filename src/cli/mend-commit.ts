import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { Source } from '../config/schema/source.ts';
import { mendProject } from '../engine/mend/mend-project.ts';
import { type MendedFile, mendedFiles } from '../engine/mend/mended-files.ts';
import { secretLines } from '../engine/mend/secret-lines.ts';
import { withoutInterruption } from '../engine/mend/without-interruption.ts';
import { writeMended } from '../engine/mend/write-mended.ts';
import type { Check } from '../levels/check.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import { git } from '../probes/source/git.ts';
import { unstagedChanges } from '../probes/source/staged-changes.ts';
import { mendEnvironment } from './mend-environment.ts';

/** What is mended, and how. */
export interface MendOptions {
  /** The top folder of the repository. */
  readonly root: string;
  readonly rules: readonly Check[];
  readonly declared: Source;
  /** Only show it. */
  readonly dryRun: boolean;
}

/** What came of it. */
export interface MendedCommit {
  readonly project: SourceObservation;
  /** For people: the differences, or what was done. */
  readonly text: string;
  readonly count: number;
}

const CONTEXT = 3;

/** What differs; no line that holds a secret, and nothing around it. */
function patchOf({ path, before = '', after, runnable }: MendedFile, secrets: ReadonlySet<string>): string {
  const modes = runnable ? `${path}: old mode 100644, new mode 100755\n` : '';
  if (before === after) return modes;
  const context = secrets.size === 0 ? CONTEXT : 0;
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, '', '', { context });
  const lines = patch
    .split('\n')
    .map(line => (secrets.has(line.slice(1).trim()) ? `${line[0]}… a secret, not shown` : line));
  return modes + lines.join('\n');
}

/**
 * Mends in the work tree what rules have found in the index. A file that is staged in part is left alone: what is not
 * staged would come between.
 *
 * @throws ProblemError MENDED_FILE_CHANGED
 */
export async function mendCommit(before: SourceObservation, options: MendOptions): Promise<MendedCommit> {
  const { root, rules, declared, dryRun } = options;
  const unstaged = await unstagedChanges(root);
  // What is not UTF-8 could not be written back byte for byte
  const foreign = before.files.filter(({ encoding }) => encoding !== undefined).map(({ path }) => path);
  const tracked = new Set(before.files.map(({ path }) => path));
  // What somebody has begun, and not staged yet, is theirs
  const isThere = (path: string) => tracked.has(path) || !existsSync(join(root, path));
  const isOpen = (path: string) => !unstaged.includes(path) && !foreign.includes(path) && isThere(path);
  const { project, mended } = await mendProject(before, { rules, declared, isOpen });
  const files = mendedFiles(before, project);
  const lines = mended.map(({ rule, spot }) => `   ${rule}  ${spot.file}:${spot.line}  ${spot.message}`);
  const environment = await mendEnvironment(root, before);
  if (files.length === 0 && environment.lines.length === 0) return { project, text: '', count: 0 };
  if (dryRun) {
    const wouldSet = environment.lines.map(line => `${line}\n`).join('');
    const [old, fresh] = [before, project].map(one => secretLines(one, options));
    const secretsIn = ({ path }: MendedFile) =>
      new Set([...(old?.get(path) ?? []), ...(fresh?.get(path) ?? [])]);
    const patches = files.map(file => patchOf(file, secretsIn(file))).join('');
    return { project: before, text: `${patches}${wouldSet}\n`, count: mended.length };
  }
  const all = [...files, ...environment.files];
  const runnable = files.filter(file => file.runnable).map(({ path }) => path);
  const notes = await withoutInterruption(async () => {
    if (all.length > 0) await writeMended(root, all);
    if (runnable.length > 0) await git(root, ['update-index', '--chmod=+x', '--', ...runnable]);
    return environment.keepOut();
  });
  const names = files.map(({ path }) => path).join(' ');
  const staged =
    files.length === 0
      ? ''
      : ` Mended ${mended.length}, not staged yet: look at \`git diff\`, then \`git add ${names}\`.`;
  const undo = all.length === 0 ? '' : ' `failsafe precommit --undo` takes it back.';
  const text = [staged, undo, ...lines, ...environment.lines, ...notes].filter(line => line !== '');
  return { project, text: `${text.join('\n')}\n\n`, count: mended.length };
}
