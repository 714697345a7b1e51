import { type ChildProcess, execFile } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from './child-environment.ts';

interface Oxlint {
  readonly child: ChildProcess;
  /** What it has printed when it ends. */
  readonly output: Promise<string>;
}

const MOST_BYTES = 2 ** 28;

let started: Oxlint | undefined;

/** Exit code 1 is that of findings: only what it prints tells whether it could look. */
function start(): Oxlint {
  const script = fileURLToPath(new URL(`./oxlint-process${extname(import.meta.url)}`, import.meta.url));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { env: childEnvironment(), maxBuffer: MOST_BYTES };
  const child = execFile(process.execPath, [script], options, (error, output, told) => {
    if (output === '' && error !== null) reject(new Error(told.trim() || error.message));
    else resolve(output);
  });
  promise.catch(() => undefined);
  // What it does not hear is missed where its answer is read
  child.stdin?.on('error', () => undefined);
  return { child, output: promise };
}

/** Starts oxlint, where something for it is going to come: it takes its time. */
export function startOxlint(): void {
  started ??= start();
}

/** Ends the oxlint that was started and that nobody has asked anything. */
export function endOxlint(): void {
  started?.child.stdin?.end();
  started = undefined;
}

/**
 * What oxlint prints, as JSON, of the files in a folder, by the `config.json` in it.
 *
 * @throws Error when it ends without a word
 */
export function runOxlint(folder: string): Promise<string> {
  const { child, output } = started ?? start();
  started = undefined;
  child.stdin?.end(folder);
  return output;
}
