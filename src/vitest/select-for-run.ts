import type { TestProject } from 'vitest/node';
import { lookAtFiles } from '../engine/files/look-at-files.ts';
import { staticOf } from '../engine/files/with-files.ts';
import type { CheckResult } from '../model/result.ts';
import { deployment } from './first-load.ts';
import { mayBeAsked, type Selection, select } from './selection.ts';

/**
 * What the run that begins looks at.
 *
 * @throws ProblemError what is wrong with failsafe.yaml or with the tags
 */
export async function selectionOf(project: TestProject): Promise<Selection> {
  const { tagsFilter, testNamePattern } = project.vitest.config;
  // A bare `--grep` comes as a number or as true.
  const given: readonly unknown[] = tagsFilter ?? [];
  return select(await deployment(), {
    tags: given.map(tag => (typeof tag === 'string' ? tag : '')),
    levels: project.getProvidedContext().levels ?? [],
    byName: testNamePattern !== undefined,
  });
}

/** Begins to look at its files; who asks for one of them hears of a failure. */
export function lookAtItsFiles(selection: Selection, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const files = lookAtFiles(selection.loaded, staticOf(selection.plan, mayBeAsked(selection)), signal);
  files.catch(() => undefined);
  return files;
}
