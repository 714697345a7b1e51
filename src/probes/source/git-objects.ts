import { spawn } from 'node:child_process';
import { ProblemError } from '../../model/problem.ts';
import { gitEnvironment } from './git.ts';

const NEWLINE = 10;

/** Contents of a repository, by the names of objects. */
export interface GitObjects {
  /**
   * The contents, in the order in which they are asked for, one at a time: git waits with the next until it is wanted. One
   * call after another.
   *
   * @throws ProblemError OBJECT_UNREADABLE: what cannot be read was not looked at, and is no green
   */
  read(objects: readonly string[]): AsyncIterable<Buffer>;
  /** Ends git. */
  close(): void;
}

const unreadable = (object: string): never => {
  throw new ProblemError([
    {
      code: 'OBJECT_UNREADABLE',
      message: `git gives no content for ${object}`,
      fix: '`git fsck` says what is broken; a partial clone needs its remote.',
    },
  ]);
};

/** Opens the objects of a repository: one git for all of them. */
export function openObjects(root: string, signal?: AbortSignal): GitObjects {
  const child = spawn('git', ['cat-file', '--batch'], {
    cwd: root,
    env: gitEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
    signal,
  });
  // What it leaves unsaid is missed where it is read.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const output: AsyncIterator<Buffer> = child.stdout[Symbol.asyncIterator]();
  let buffered: Buffer = Buffer.alloc(0);

  /** Reads on until the condition on what is buffered holds. */
  async function fill(object: string, isEnough: (length: number, last: Buffer) => boolean): Promise<void> {
    const parts = [buffered];
    let length = buffered.length;
    for (let last = buffered; !isEnough(length, last); length += last.length) {
      const { value, done } = await output.next();
      signal?.throwIfAborted();
      if (done) unreadable(object);
      last = value;
      parts.push(last);
    }
    if (parts.length > 1) buffered = Buffer.concat(parts);
  }

  function take(length: number): Buffer {
    const taken = buffered.subarray(0, length);
    buffered = buffered.subarray(length + 1);
    return taken;
  }

  async function next(object: string): Promise<Buffer> {
    await fill(object, (_, last) => last.includes(NEWLINE));
    const [, type, size] = take(buffered.indexOf(NEWLINE)).toString('latin1').split(' ');
    if (type !== 'blob') unreadable(object);
    const bytes = Number(size);
    await fill(object, length => length > bytes);
    return take(bytes);
  }

  return {
    async *read(objects) {
      if (objects.length > 0) child.stdin.write(`${objects.join('\n')}\n`);
      for (const object of objects) yield await next(object);
    },
    close: () => void child.stdin.end(),
  };
}
