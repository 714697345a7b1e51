import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import type { Answer } from '../engine/files/look-at-files.ts';
import type { CheckResult } from '../model/result.ts';

/** Looks at the files of the deployment. */
type Look = () => Promise<readonly CheckResult[]>;

const CHANNEL = 'failsafe.file-results';

/** Begins to look at once, before the specs are there, and tells them; a second run of the specs is told anew. */
export function shareFileResults(look: Look): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  const begin = () =>
    look().then(
      (results): Answer => ({ results }),
      (error: unknown): Answer => ({ error: String(error) }),
    );
  let begun: Promise<Answer> | undefined = begin();
  channel.onmessage = async () => {
    const answer = begun ?? begin();
    begun = undefined;
    channel.postMessage(await answer);
  };
}

/** What the set-up saw. Where the specs run in a process of their own, it cannot be asked: they look for themselves. */
export async function fileResults(look: Look): Promise<readonly CheckResult[]> {
  if (isMainThread) return look();
  const channel = new BroadcastChannel(CHANNEL);
  try {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    channel.onmessage = ({ data }: { readonly data: Answer }) => resolve(data);
    channel.postMessage('begin');
    const answer = await promise;
    if ('error' in answer) throw new Error(answer.error);
    return answer.results;
  } finally {
    channel.close();
  }
}
