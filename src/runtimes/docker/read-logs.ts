import { demultiplex } from './demultiplex.ts';
import { ask, type Engine } from './engine.ts';
import { inspectContainer } from './project-containers.ts';

/** The engine puts the time (always 30 characters, UTC) before each line. */
const TIME = /^\d{4}-\d\d-\d\dT\S+Z /;

const withoutTime = (line: string): string => line.replace(TIME, '').replace(/\r$/, '');

async function timedLines(engine: Engine, id: string, tail: number, signal: AbortSignal): Promise<string[]> {
  const container = await inspectContainer(engine, id, signal);
  if (container === undefined) return [];
  const raw = await ask(engine, signal, docker =>
    docker.getContainer(id).logs({
      follow: false,
      stdout: true,
      stderr: true,
      timestamps: true,
      tail,
    }),
  );
  const text = container.Config.Tty ? raw : demultiplex(raw);
  return text
    .toString('utf8')
    .split('\n')
    .filter(line => line !== '');
}

/** The last lines of one or several containers, oldest first. */
export async function readLogs(
  engine: Engine,
  ids: readonly string[],
  tail: number,
  signal: AbortSignal,
): Promise<string[]> {
  const logs = await Promise.all(ids.map(id => timedLines(engine, id, tail, signal)));
  const lines = logs.length === 1 ? logs.flat() : logs.flat().sort();
  return lines.slice(-tail).map(withoutTime);
}
