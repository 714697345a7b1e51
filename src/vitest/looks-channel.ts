import { BroadcastChannel } from 'node:worker_threads';
import type { TestProject } from 'vitest/node';
import type { Explained, Listed, Looks } from './looks.ts';
import type { Told } from './told.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The channel on which the thread that looks is asked. */
    looks: string;
  }
}

/** What specs ask the thread that looks. */
type Question =
  | { readonly ask: 'list' }
  | { readonly ask: 'want'; readonly ids: readonly string[] }
  | { readonly ask: 'explain'; readonly id: string };

/** What all specs hear. */
type Answer =
  | { readonly say: 'listed'; readonly listed: Listed }
  | { readonly say: 'told'; readonly told: readonly Told[] }
  | { readonly say: 'explained'; readonly id: string; readonly explained: Explained }
  | { readonly say: 'error'; readonly to: Question; readonly error: string };

let channels = 0;

/** Answers the specs, which are in threads of this process, from looks that are made here. */
export function answerSpecs(project: TestProject, looks: () => Promise<Looks>): Disposable {
  const name = `failsafe.looks.${++channels}`;
  project.provide('looks', name);
  const channel = new BroadcastChannel(name);
  channel.unref();
  const say = (answer: Answer) => channel.postMessage(answer);
  let open = true;
  let told: Told[] = [];
  // A message takes longer than what it tells of a check: what is seen together is told together.
  const tell = (one: Told) => {
    if (told.push(one) > 1) return;
    setImmediate(() => {
      if (open) say({ say: 'told', told });
      told = [];
    });
  };
  async function answer(question: Question): Promise<void> {
    const asked = looks();
    const { listed, want, explain } = await asked;
    // A run that was given up looks to its end: the next one is to hear only what it has seen itself
    const isCurrent = () => open && looks() === asked;
    if (question.ask === 'list') return say({ say: 'listed', listed });
    if (question.ask === 'want') return want(question.ids, one => isCurrent() && tell(one));
    const explained = await explain(question.id);
    if (isCurrent()) say({ say: 'explained', id: question.id, explained });
  }
  channel.onmessage = ({ data }: { readonly data: Question }) => {
    answer(data).catch((error: unknown) => {
      if (open) say({ say: 'error', to: data, error: String(error) });
    });
  };
  return {
    [Symbol.dispose]() {
      open = false;
      channel.close();
    },
  };
}

/**
 * What another thread looks at.
 *
 * @throws Error when it cannot say what there is to look at
 */
export async function looksElsewhere(name: string): Promise<Looks> {
  const channel = new BroadcastChannel(name);
  const listed = Promise.withResolvers<Listed>();
  const wanted = new Map<string, (told: Told) => void>();
  const explained = new Map<string, PromiseWithResolvers<Explained>>();
  function fail(question: Question, error: string): void {
    if (question.ask === 'list') listed.reject(new Error(error));
    else if (question.ask === 'explain') explained.get(question.id)?.reject(new Error(error));
    else for (const id of question.ids) wanted.get(id)?.({ id, ends: 'failed', why: error });
  }
  // What other workers ask is heard here as well
  channel.onmessage = ({ data }: { readonly data: Question | Answer }) => {
    if ('ask' in data) return;
    if (data.say === 'told') for (const told of data.told) wanted.get(told.id)?.(told);
    else if (data.say === 'listed') listed.resolve(data.listed);
    else if (data.say === 'explained') explained.get(data.id)?.resolve(data.explained);
    else fail(data.to, data.error);
  };
  const ask = (question: Question) => channel.postMessage(question);
  ask({ ask: 'list' });
  return {
    listed: await listed.promise,
    want(ids, tell) {
      for (const id of ids) wanted.set(id, tell);
      ask({ ask: 'want', ids });
    },
    explain(id) {
      const known = explained.get(id);
      if (known !== undefined) return known.promise;
      const coming = Promise.withResolvers<Explained>();
      explained.set(id, coming);
      ask({ ask: 'explain', id });
      return coming.promise;
    },
  };
}
