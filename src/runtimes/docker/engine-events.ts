import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type Engine } from './engine.ts';
import { LABEL } from './project-containers.ts';

/** What the engine tells of a container, as it happens. */
export interface EngineEvent {
  readonly service: string;
  readonly container: string;
  /** `die`, `oom`, `stop`, `start`, `health_status: unhealthy` … */
  readonly action: string;
  readonly exitCode?: number;
}

interface RawEvent {
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

const RECONNECT_MS = 2000;

function toEvent({ Action = '', Actor }: RawEvent): EngineEvent | undefined {
  const attributes = Actor?.Attributes ?? {};
  const service = attributes[LABEL.service];
  if (service === undefined || attributes[LABEL.oneOff] === 'True') return undefined;
  const exitCode = attributes.exitCode === undefined ? undefined : Number(attributes.exitCode);
  return { service, container: Actor?.ID ?? '', action: Action, exitCode };
}

/** The engine sends one JSON text a line, and cuts them anywhere. */
async function readEvents(stream: Readable, heard: (event: EngineEvent) => void): Promise<void> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(one => one.trim() !== '')) {
      const event = toEvent(JSON.parse(line));
      if (event !== undefined) heard(event);
    }
  }
}

/**
 * Listens to the engine until the signal, and connects again whenever that ends. While nothing is heard nothing is
 * lost but time: whoever listens looks by itself as well.
 */
export async function listenToEngine(
  engine: Engine,
  project: string,
  heard: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const filters = JSON.stringify({ type: ['container'], label: [`${LABEL.project}=${project}`] });
  while (!signal.aborted) {
    try {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
      const stream = (await ask(engine, patience, docker => docker.getEvents({ filters }))) as Readable;
      const end = () => void stream.destroy();
      signal.addEventListener('abort', end, { once: true });
      try {
        if (!signal.aborted) await readEvents(stream, heard);
      } finally {
        signal.removeEventListener('abort', end);
        stream.destroy();
      }
    } catch {
      // The engine is gone or has hung up; the looks say so.
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}
