import { inject } from 'vitest';
import { stack } from './deployment.ts';
import { createLooks, type Looks } from './looks.ts';
import { loadDeployment, lookAtItsFiles, select } from './selection.ts';

/** Looks from where the specs are: in a process of their own they cannot ask the one that has begun to look. */
export async function looksHere(): Promise<Looks> {
  const { signal } = new AbortController();
  const which = { tags: inject('tags') ?? [], levels: inject('levels') ?? [], byName: true };
  const selection = select(await loadDeployment(), which);
  const files = lookAtItsFiles(selection, signal);
  return createLooks({ ...selection, stack, files, signal, metas: new Map() });
}
