import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { ownFolder } from '../config/own-folder.ts';

/** A log of one operation. */
export interface OperationLog extends AsyncDisposable {
  readonly file: string;
  /** Adds a line, with the time. */
  add(line: string): void;
}

const two = (value: number) => String(value).padStart(2, '0');

/** `20261124-181135`, in local time as people read it. */
function stampOf(now: Date): string {
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('');
  return `${day}-${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('')}`;
}

/** Opens `.failsafe/logs/<operation>-YYYYMMDD-HHMMSS.log`. */
export async function openLog(root: string, operation: string): Promise<OperationLog> {
  const folder = await ownFolder(root, 'logs');
  const file = join(folder, `${operation.replaceAll(' ', '-')}-${stampOf(new Date())}.log`);
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  // A full disk keeps nobody from what the log is about
  stream.on('error', () => undefined);
  return {
    file,
    add: line => void stream.write(`${new Date().toISOString()} ${line.trimEnd()}\n`),
    async [Symbol.asyncDispose]() {
      if (!stream.destroyed) await new Promise<void>(resolve => stream.end(resolve));
    },
  };
}
