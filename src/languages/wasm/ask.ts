import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { childEnvironment } from '../child-environment.ts';
import type { Reading } from '../reading.ts';

/** A text to read. */
export interface Question {
  readonly id: number;
  readonly language: 'python' | 'shell';
  readonly text: string;
  readonly path: string;
}

/** What was made of it. */
export type Answer =
  | { readonly id: number; readonly reading: Reading }
  | { readonly id: number; readonly error: string };

interface Parser {
  readonly child: ChildProcess;
  readonly waiting: Map<number, PromiseWithResolvers<Reading>>;
}

/** Nothing is optimised, and only the functions that are called are validated: there are 10 MB of them. */
const FLAGS = ['--liftoff-only', '--wasm-lazy-validation'];

let parser: Parser | undefined;
let asked = 0;

/** Only what is waited for keeps this process alive; when it ends, the channel closes and the parser ends too. */
function hold({ child, waiting }: Parser): void {
  if (waiting.size > 0) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

function start(): Parser {
  const script = new URL(`./parser${extname(import.meta.url)}`, import.meta.url);
  const child = fork(script, { execArgv: FLAGS, env: childEnvironment(), stdio: 'ignore' });
  const started: Parser = { child, waiting: new Map() };
  child.on('message', (answer: Answer) => {
    const one = started.waiting.get(answer.id);
    started.waiting.delete(answer.id);
    if ('reading' in answer) one?.resolve(answer.reading);
    else one?.reject(new Error(answer.error));
    hold(started);
  });
  const lost = () => {
    if (parser === started) parser = undefined;
    for (const one of started.waiting.values()) one.reject(new Error('the parser has ended'));
    started.waiting.clear();
  };
  child.once('error', lost).once('exit', lost);
  return started;
}

/** Starts the parser, where a text for it is going to come: it takes its time. */
export function startWasm(): void {
  parser ??= start();
  hold(parser);
}

/**
 * Has a text read by a parser that is WebAssembly, in a process of its own: there V8 can be told not to optimise it, which
 * takes more time than it saves and would hold up the end of this process for seconds.
 *
 * @throws Error when the parser fails
 */
export function askWasm(language: Question['language'], text: string, path: string): Promise<Reading> {
  parser ??= start();
  const id = asked++;
  const answer = Promise.withResolvers<Reading>();
  parser.waiting.set(id, answer);
  hold(parser);
  parser.child.send({ id, language, text, path } satisfies Question);
  return answer.promise;
}
