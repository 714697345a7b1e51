import { fork } from 'node:child_process';
import { extname } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { CheckResult } from '../../model/result.ts';
import type { RuntimeName } from '../../model/stack.ts';

/** Which static checks are wanted, of which deployment. */
export interface Question {
  readonly file: string;
  readonly runtime: RuntimeName;
  readonly ids: readonly string[];
}

/** What they say; or why they could not be looked at. */
export type Answer = { readonly results: readonly CheckResult[] } | { readonly error: string };

/**
 * Looks at files in a process of its own: it goes on while the stack starts, and keeps nobody here from measuring
 * latencies. The process ends with this one, however that ends.
 *
 * @throws Error when that process fails, or the signal aborts
 */
export async function lookAtFiles(
  { file, runtime }: LoadedConfig,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  if (ids.length === 0) return [];
  const script = new URL(`./files-process${extname(import.meta.url)}`, import.meta.url);
  const child = fork(script, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], signal });
  const { promise, resolve, reject } = Promise.withResolvers<readonly CheckResult[]>();
  child.once('message', (answer: Answer) => {
    if ('results' in answer) resolve(answer.results);
    else reject(new Error(answer.error));
  });
  // Ended by the signal, it says so, and once more when something is sent to it.
  child.on('error', reject);
  child.once('exit', code => reject(new Error(`the process that looks at files has ended (${code})`)));
  child.send({ file, runtime, ids } satisfies Question);
  return promise;
}
