import { inject } from 'vitest';
import { lookAtFiles } from '../engine/files/look-at-files.ts';
import { staticOf } from '../engine/files/with-files.ts';
import { stack } from './deployment.ts';
import { createLooks, type Looks } from './looks.ts';
import { loadDeployment, mayBeAsked, select } from './selection.ts';

/** Looks from where the specs are: in a process of their own they cannot ask the one that has begun to look. */
export async function looksHere(): Promise<Looks> {
  const { signal } = new AbortController();
  const which = { tags: inject('tags') ?? [], levels: inject('levels') ?? [], byName: true };
  const selection = select(await loadDeployment(), which);
  const files = lookAtFiles(selection.loaded, staticOf(selection.plan, mayBeAsked(selection)), signal);
  // Who asks for one of them hears of a failure.
  files.catch(() => undefined);
  return createLooks({ ...selection, stack, files, signal, metas: new Map() });
}
