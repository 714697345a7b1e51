import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { childEnvironment } from './child-environment.ts';
import type { Reading } from './reading.ts';

/** What was made of a text. */
export type YamlAnswer = { readonly reading: Reading } | { readonly error: string };

interface Thread {
  readonly worker: Worker;
  /** In the order in which texts were sent. */
  readonly waiting: PromiseWithResolvers<Reading>[];
}

/** What is read is let go at once: with the room that V8 takes by itself this thread would double the memory of the whole. */
const LIMITS = { maxYoungGenerationSizeMb: 12 };

let thread: Thread | undefined;

function start(): Thread {
  const script = new URL(`./yaml-thread${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(script, { env: childEnvironment(), resourceLimits: LIMITS });
  const started: Thread = { worker, waiting: [] };
  const lost = (error: Error) => {
    if (thread === started) thread = undefined;
    for (const one of started.waiting.splice(0)) one.reject(error);
  };
  worker.on('message', (answer: YamlAnswer) => {
    const one = started.waiting.shift();
    if ('reading' in answer) one?.resolve(answer.reading);
    else one?.reject(new Error(answer.error));
    // Only what is waited for keeps this process alive
    if (started.waiting.length === 0) worker.unref();
  });
  worker.once('error', lost).once('exit', () => lost(new Error('the thread for YAML has ended')));
  return started;
}

/**
 * Has a text of YAML read in a thread of its own: it takes ten times as long as a program of the same length, and of much of it
 * this thread would do nothing else.
 *
 * @throws Error when the parser fails
 */
export function askYaml(text: string): Promise<Reading> {
  thread ??= start();
  const answer = Promise.withResolvers<Reading>();
  thread.waiting.push(answer);
  thread.worker.ref();
  thread.worker.postMessage(text);
  return answer.promise;
}
