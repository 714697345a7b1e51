import { join } from 'node:path/posix';
import Value from 'typebox/value';
import { parse } from 'yaml';
import { isMap } from '../config/is-map.ts';
import { Precommit } from '../config/schema/precommit.ts';
import { Source } from '../config/schema/source.ts';
import { ProblemError } from '../model/problem.ts';
import { git } from '../probes/source/git.ts';

/** What the failsafe.yaml of a repository says to the static levels. */
export interface CommitConfig {
  readonly project?: string;
  readonly precommit: Precommit;
  /** Paths are those of the repository. */
  readonly source: Source;
}

/** Of the whole file only these sections are read: the rest may need variables that no commit has. */
function sections(text: string): { project: unknown; precommit: unknown; source: unknown } {
  try {
    const value: unknown = parse(text, { logLevel: 'silent' });
    const { project, precommit = {}, source = {} } = isMap(value) ? value : {};
    return { project, precommit, source };
  } catch {
    // The levels themselves say what is wrong with the file.
    return { project: undefined, precommit: {}, source: {} };
  }
}

/**
 * Reads the staged failsafe.yaml of the top folder, where there is one.
 *
 * @throws ProblemError CONFIG_INVALID
 */
export async function readCommitConfig(root: string): Promise<CommitConfig> {
  const staged = await git(root, ['cat-file', 'blob', ':failsafe.yaml']);
  const { project, precommit, source } = sections(staged?.toString('utf8') ?? '');
  for (const [name, schema, section] of [
    ['precommit', Precommit, precommit],
    ['source', Source, source],
  ] as const) {
    if (Value.Check(schema, section)) continue;
    const message = `the section ${name} of the staged failsafe.yaml is not valid`;
    throw new ProblemError([{ code: 'CONFIG_INVALID', message, fix: '`failsafe config check` says why.' }]);
  }
  const { folder = '.', required, ...rest } = source as Source;
  return {
    project: typeof project === 'string' ? project : undefined,
    precommit: precommit as Precommit,
    source: { ...rest, required: required?.map(path => join(folder, path)) },
  };
}
