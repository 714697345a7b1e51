import type { TestProject } from 'vitest/node';
import { type CheckMeta, metasOf } from '../../reporters/vitest.ts';
import { guardLooks } from './guard-looks.ts';
import { createLooks, type Looks, type LooksOptions } from './looks.ts';
import { answerSpecs } from './looks-channel.ts';
import { selectionOf } from './select-for-run.ts';
import { lookAtItsFiles } from './selection.ts';

/** The looks of the first run, which has begun, and what is the same for all. */
interface RunsOptions extends Pick<LooksOptions, 'stack' | 'signal'> {
  readonly first: Omit<LooksOptions, 'stack' | 'signal' | 'metas'>;
}

/** Looks for the specs, and answers them, one run after another as a watcher makes them: each run looks anew. */
export function lookForSpecs(project: TestProject, { first, stack, signal }: RunsOptions): AsyncDisposable {
  const guard = guardLooks(project.vitest);
  async function anew() {
    const selection = await selectionOf(project);
    return { ...selection, files: lookAtItsFiles(selection, signal) };
  }
  let next: RunsOptions['first'] | undefined = first;
  let metas: Map<string, CheckMeta> | undefined;
  let looks: Promise<Looks> | undefined;
  function current(): Promise<Looks> {
    const wanted = metasOf(project.vitest);
    if (looks !== undefined && wanted === metas) return looks;
    metas = wanted;
    const begun = next === undefined ? anew() : Promise.resolve(next);
    next = undefined;
    looks = begun.then(options => createLooks({ ...options, stack, signal, metas: wanted }));
    return looks;
  }
  const answering = answerSpecs(project, current);
  // It begins before there is anybody to ask, who then hears of a failure.
  current().catch(() => undefined);
  return {
    async [Symbol.asyncDispose]() {
      await (await looks?.catch(() => undefined))?.ended?.();
      answering[Symbol.dispose]();
      guard[Symbol.dispose]();
      await stack.close();
    },
  };
}
