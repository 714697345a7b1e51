import { setTimeout as sleep } from 'node:timers/promises';
import { type Problem, ProblemError } from '../../../model/problem.ts';
import type { Address } from '../../../model/stack.ts';
import { endProcess } from '../end-process.ts';
import { endSteps } from '../end-steps.ts';
import { lastLines, sizeOf } from '../log-file.ts';
import type { PlannedService } from '../run-plan.ts';
import type { ServiceRecord } from '../run-state.ts';
import { beginLife, type Life } from './life.ts';
import { noteBirth, noteEnd } from './note-life.ts';
import type { ServiceKind } from './service-kind.ts';
import { endedProblem, notReadyProblem, notSpawnedProblem } from './start-problems.ts';
import { untilReady } from './until-ready.ts';

/** A service and what of the run it may touch. */
export interface ServiceParts {
  readonly service: PlannedService;
  readonly kind: ServiceKind;
  readonly record: ServiceRecord;
  /** Writes state.json. */
  readonly save: () => void;
  readonly address: () => Address | undefined;
  /** Takes another port, because somebody else listens on the one it had. */
  readonly moveAddress: () => Promise<void>;
  /** Its process ended by itself after it had been ready. */
  readonly onEnded: (problem: Problem) => void;
}

/** One service under supervision. It is never restarted unless somebody asks. */
export interface SupervisedService {
  /** Does what can be done before the services it needs are ready. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Starts it and waits until it is ready. Rejects with a ProblemError, or with the signal's reason. */
  start(signal: AbortSignal): Promise<void>;
  /** Ends it if it runs, and starts it again with the same port and data. */
  restart(signal: AbortSignal): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
  /** Why it is not ready, while it is being started. */
  unready(timeoutMs: number): Problem | undefined;
}

const PORT_IN_USE = /EADDRINUSE|address already in use/i;
/** Each process of a PostgreSQL that was killed ends by itself, and holds the data folder until then. */
const DATA_IN_USE = /pre-existing shared memory block/;
const DATA_FREE_WITHIN_MS = 10_000;
const DATA_POLL_MS = 100;
const MOVES = 3;

/** Supervises one service. */
export function superviseService(parts: ServiceParts): SupervisedService {
  const { service, kind, record, save, address } = parts;
  let phase: 'idle' | 'preparing' | 'starting' | 'ready' | 'ending' | 'closed' = 'idle';
  let life: Life | undefined;
  let populated = false;
  let seen = 'it has just begun';

  const output = (logStart = 0) => ({ log: record.log, logStart });

  async function launch(): Promise<Life> {
    const recipe = kind.launch(address());
    const born = await beginLife(recipe, record.log, sizeOf(record.log)).catch(error => {
      throw new ProblemError([notSpawnedProblem(service, recipe.command, error)]);
    });
    life = born;
    noteBirth(record, born, address(), kind.image());
    save();
    born.ended.then(end => {
      noteEnd(record, end);
      save();
      if (phase === 'ready') parts.onEnded(endedProblem(service, end, output(born.logStart)));
    });
    return born;
  }

  const ended = async (born: Life) =>
    new ProblemError([endedProblem(service, await born.ended, output(born.logStart))]);

  /** Whether it became ready, or what of it somebody else has in use. */
  async function attempt(born: Life, signal: AbortSignal): Promise<'ready' | 'port' | 'data'> {
    const asked = { probe: service.ready, address: address(), ...output(born.logStart) };
    const note = (why: string) => {
      seen = why;
    };
    if (await untilReady(asked, born, note, signal)) return 'ready';
    const lines = lastLines(record.log, 20, born.logStart);
    if (lines.some(line => PORT_IN_USE.test(line))) return 'port';
    if (lines.some(line => DATA_IN_USE.test(line))) return 'data';
    throw await ended(born);
  }

  async function becomeReady(signal: AbortSignal, moves: number): Promise<void> {
    signal.throwIfAborted();
    if (phase === 'closed') throw new Error('the run has ended');
    phase = 'starting';
    const patientUntil = performance.now() + DATA_FREE_WITHIN_MS;
    for (;;) {
      const born = await launch();
      const came = await attempt(born, signal);
      if (came === 'ready') break;
      if (came === 'port' ? moves-- === 0 : performance.now() > patientUntil) throw await ended(born);
      await (came === 'port' ? parts.moveAddress() : sleep(DATA_POLL_MS, undefined, { signal }));
    }
    if (!populated) await kind.populate(address());
    populated = true;
    signal.throwIfAborted();
    phase = 'ready';
    record.ready = true;
    save();
  }

  async function end(): Promise<void> {
    if (record.process) await endProcess(record.process, endSteps(service.ready));
    await life?.ended;
  }

  return {
    async prepare(signal) {
      phase = 'preparing';
      await kind.prepare(signal);
      phase = 'idle';
    },
    start: signal => becomeReady(signal, MOVES),
    async restart(signal) {
      phase = 'ending';
      await end();
      await becomeReady(signal, 0).finally(() => {
        record.restarts++;
        save();
      });
    },
    async stop() {
      phase = 'closed';
      await end();
    },
    unready: timeoutMs =>
      phase === 'preparing' || phase === 'starting'
        ? notReadyProblem(service, address(), seen, timeoutMs, output(life?.logStart))
        : undefined,
  };
}
