import type { LogRange } from '../../model/stack.ts';
import { demultiplex } from './demultiplex.ts';
import { ask, type Engine } from './engine.ts';
import { type InspectedContainer, inspectContainer } from './project-containers.ts';

/** The engine puts the time (always 30 characters, UTC) before each line. */
const TIME = /^(\d{4}-\d\d-\d\dT\S+Z) /;

const withoutTime = (line: string): string => line.replace(TIME, '').replace(/\r$/, '');

/** Whether a line is from this moment on. A line without a time counts. */
const isSince = (line: string, moment: number): boolean => !(Date.parse(TIME.exec(line)?.[1] ?? '') < moment);

/**
 * Where the log of this life begins. A line may be stamped a little before the noted start, and the last one of the life
 * before a little after its end, so the middle is taken.
 */
function lifeBegan({ State }: InspectedContainer): number {
  const [ended, started] = [Date.parse(State.FinishedAt), Date.parse(State.StartedAt)];
  // Year 1 stands for never
  return State.Running && ended > 0 && ended < started ? (ended + started) / 2 : 0;
}

async function timedLines(
  engine: Engine,
  id: string,
  { tail, since }: { tail: number; since: number | undefined },
  signal: AbortSignal,
): Promise<string[]> {
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
  const lines = text
    .toString('utf8')
    .split('\n')
    .filter(line => line !== '');
  if (since === undefined) return lines;
  const from = Math.max(since, lifeBegan(container));
  return lines.filter(line => isSince(line, from));
}

/** The engine may be on another machine, or in one that slept: lines are as old as its clock says. */
async function engineTime(engine: Engine, signal: AbortSignal): Promise<number> {
  const { SystemTime } = await ask(engine, signal, docker => docker.info());
  const time = Date.parse(SystemTime);
  return Number.isNaN(time) ? Date.now() : time;
}

/** Lines of one or several containers, oldest first. */
export async function readLogs(
  engine: Engine,
  ids: readonly string[],
  { tail, withinMs }: LogRange,
  signal: AbortSignal,
): Promise<string[]> {
  const since = withinMs === undefined ? undefined : (await engineTime(engine, signal)) - withinMs;
  const logs = await Promise.all(ids.map(id => timedLines(engine, id, { tail, since }, signal)));
  const lines = logs.length === 1 ? logs.flat() : logs.flat().sort();
  return lines.slice(-tail).map(withoutTime);
}
