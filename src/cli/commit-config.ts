import { join } from 'node:path/posix';
import { isPlainPath } from '../config/compose/is-plain-path.ts';
import { isMap } from '../config/is-map.ts';
import type { Precommit } from '../config/schema/precommit.ts';
import type { Source } from '../config/schema/source.ts';
import { yaml } from '../config/source/yaml-library.ts';
import { ProblemError } from '../model/problem.ts';
import validate from './commit-validator.generated.js';

/** What the failsafe.yaml of a repository says to the static levels. */
export interface CommitConfig {
  readonly project?: string;
  readonly precommit: Precommit;
  /** Paths are those of the repository. */
  readonly source: Source;
  /** `stack.compose`, as far as no variable tells it; likewise. */
  readonly compose: readonly string[];
}

const isComposePath = (value: unknown): value is string => typeof value === 'string' && isPlainPath(value);

/** Of the whole file only these sections are read: the rest may need variables that no commit has. */
function sections(text: string): Record<'project' | 'precommit' | 'source' | 'stack', unknown> {
  try {
    const value: unknown = yaml().parse(text, { logLevel: 'silent' });
    const { project, precommit = {}, source = {}, stack } = isMap(value) ? value : {};
    return { project, precommit, source, stack };
  } catch {
    // The levels themselves say what is wrong with the file.
    return { project: undefined, precommit: {}, source: {}, stack: undefined };
  }
}

/**
 * What the text of a failsafe.yaml says.
 *
 * @throws ProblemError CONFIG_INVALID
 */
export function readCommitConfig(text: string): CommitConfig {
  const { project, precommit, source, stack } = sections(text);
  if (!validate({ precommit, source })) {
    const [, name] = validate.errors?.[0]?.instancePath.split('/') ?? [];
    const message = `the section ${name} of the staged failsafe.yaml is not valid`;
    throw new ProblemError([{ code: 'CONFIG_INVALID', message, fix: '`failsafe config check` says why.' }]);
  }
  const { folder = '.', required, ...rest } = source as Source;
  const compose = isMap(stack) ? [stack.compose].flat() : [];
  return {
    project: typeof project === 'string' ? project : undefined,
    precommit: precommit as Precommit,
    source: { ...rest, required: required?.map(path => join(folder, path)) },
    compose: compose.every(isComposePath) ? compose.map(path => join(path)) : [],
  };
}
