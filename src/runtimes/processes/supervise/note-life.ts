import type { Address } from '../../../model/stack.ts';
import type { ServiceRecord } from '../run-state.ts';
import type { End, Life } from './life.ts';

const now = () => new Date().toISOString();

/** A new process of the service runs. */
export function noteBirth(
  record: ServiceRecord,
  life: Life,
  address: Address | undefined,
  image: string,
): void {
  record.state = 'running';
  record.ready = false;
  record.process = life.identity;
  record.address = address;
  record.image = image;
  record.logStart = life.logStart;
  record.startedAt = now();
  record.finishedAt = undefined;
  record.exitCode = undefined;
  record.signal = undefined;
}

/** Its process has ended. */
export function noteEnd(record: ServiceRecord, { exitCode, signal }: End): void {
  record.state = 'exited';
  record.ready = false;
  record.exitCode = exitCode;
  record.signal = signal;
  record.finishedAt = now();
}
