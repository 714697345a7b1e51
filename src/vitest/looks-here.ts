import { inject } from 'vitest';
import { stack } from './deployment.ts';
import { createLooks, type Looks } from './looks.ts';
import { loadDeployment, lookAtItsFiles, select } from './selection.ts';

/** Looks from where the specs are: in a process of their own they cannot ask the one that has begun to look. */
export async function looksHere(): Promise<Looks> {
  const { signal } = new AbortController();
  const levels = inject('levels');
  const which = { tags: inject('tags') ?? [], levels: levels ?? [], byName: true };
  const selection = select(await loadDeployment(), which);
  // Tests that are but listed look at nothing
  const files = levels === undefined ? Promise.resolve([]) : lookAtItsFiles(selection, signal);
  return createLooks({ ...selection, stack, files, signal, metas: new Map() });
}
