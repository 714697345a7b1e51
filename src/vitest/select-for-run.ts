import type { TestProject } from 'vitest/node';
import { deployment } from './first-load.ts';
import { type Selection, select } from './selection.ts';

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
