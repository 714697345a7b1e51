import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from '../config/units.ts';
import type { PlannedCheck } from '../engine/planned-check.ts';
import type { CheckResult } from '../model/result.ts';
import { backupSightings } from './backup-schedule.ts';
import { confirmWord, type EngineWord } from './confirm-word.ts';
import type { DailyLog } from './daily-log.ts';
import { summaryOf } from './describe.ts';
import { dueChecks, isSlow } from './due-checks.ts';
import type { Chronicle } from './history/chronicle.ts';
import { samplesOf, timesOf } from './history/samples-of.ts';
import { type Looking, look, lookAt } from './look.ts';
import type { MonitorEvent } from './machine/events.ts';
import type { MonitorState } from './machine/state.ts';
import type { MonitoredDeployment } from './open-deployment.ts';
import type { Watched } from './watched.ts';
import { findWayBack, type Rollbacks } from './way-back.ts';

/** An engine that is too busy to say what it means is asked so often; then the cycles have to see it. */
const GLANCES = 3;
const GLANCE_PAUSE_MS = 500;

/** What is looked at, and who hears of it. */
export interface LookOptions {
  watched(): Watched;
  state(): MonitorState;
  readonly deployment: MonitoredDeployment;
  readonly rollbacks: Rollbacks;
  readonly chronicle: Chronicle;
  readonly log: DailyLog;
  say(message: string): void;
  tell(event: MonitorEvent): void;
  /**
   * Called when a look begins; what it gives says in the end whether somebody changed the deployment meanwhile and is done
   * now: what was seen is of the change then.
   */
  watchChange(): () => boolean;
  readonly signal: AbortSignal;
}

const counts = (results: readonly CheckResult[]): string =>
  [...Map.groupBy(results, ({ status }) => status)]
    .map(([status, some]) => `${some.length} ${status}`)
    .join(', ');

/** Looks at what is due, cycle after cycle, and beside the cycles at what takes its time and at what the engine has told of. */
export function createLooks(options: LookOptions) {
  const { watched, state, deployment, chronicle, log, tell, signal } = options;
  const lookedAt = new Map<string, number>();
  const passedAt = new Map<string, number>();
  let strolling: Promise<void> | undefined;

  const looking = ({ loaded, plan, redact }: Watched): Looking => ({
    loaded,
    plan,
    stack: deployment.stack,
    redact,
  });

  function noteWhetherPassed({ id, status, durationMs }: CheckResult): void {
    if (status === 'pass' || status === 'warn') passedAt.set(id, Date.now() - durationMs);
    else passedAt.delete(id);
  }

  async function cycle(): Promise<void> {
    const startedAt = Date.now();
    const isOutdated = options.watchChange();
    const now = watched();
    const { plan, loaded, redact, setup } = now;
    const due = dueChecks(plan, loaded, setup.rules, state(), lookedAt, startedAt);
    const slow = due.filter(one => isSlow(one, loaded, setup.rules));
    const ids = due.filter(one => !slow.includes(one)).map(({ id }) => id);
    for (const id of ids) lookedAt.set(id, startedAt);
    // What a longer look has been given is still needed
    if (strolling === undefined) redact.renew();
    const { event, results } = await look(looking(now), ids, signal, noteWhetherPassed);
    const hear = (line: string) => log.write(line);
    const wayBack = await findWayBack(options.rollbacks, now, event, signal, hear);
    if (signal.aborted) return;
    if (isOutdated()) {
      for (const id of ids) lookedAt.delete(id);
      return;
    }
    tell(
      event.type === 'seen'
        ? {
            ...event,
            sightings: { ...event.sightings, ...backupSightings(loaded) },
            wayBack: wayBack ?? 'none',
          }
        : event,
    );
    measure(results, event);
    const took = Date.now() - startedAt;
    log.write(`looked: ${counts(results) || 'nothing'} in ${took} ms; ${summaryOf(state())}`, {
      tookMs: took,
    });
    if (slow.length === 0 || event.type === 'blind' || strolling !== undefined) return;
    for (const { id } of slow) lookedAt.set(id, startedAt);
    strolling = stroll(slow).finally(() => {
      strolling = undefined;
    });
  }

  function measure(results: readonly CheckResult[], event: MonitorEvent): void {
    const { loaded, setup } = watched();
    chronicle.add(samplesOf(results, event, setup, state()));
    void chronicle.measure(deployment.stack, loaded.topology.services, signal);
    for (const { name, p95, before } of chronicle.regressed())
      options.say(
        `warning: ${name} takes ${formatDuration(p95)}, and took ${formatDuration(before)} in the last week (95 %)`,
      );
  }

  /** Looks at what takes its time, while the cycles go on. Of all else it knows only what was before them. */
  async function stroll(slow: readonly PlannedCheck[]): Promise<void> {
    const isOutdated = options.watchChange();
    const { event, results } = await lookAt(looking(watched()), slow, signal);
    if (signal.aborted || event.type !== 'seen' || isOutdated()) return;
    tell(event);
    chronicle.add(timesOf(results));
    log.write(`looked at leisure: ${counts(results)}`);
  }

  return {
    cycle,
    /** What the engine says of a service waits for no cycle. What is busy is asked again. */
    async glance(service: string, word: EngineWord): Promise<void> {
      const startedAt = Date.now();
      const isOutdated = options.watchChange();
      const note = (what: string): void =>
        log.write(`${service}: the engine says that it ${word}; ${what} (${Date.now() - startedAt} ms)`);
      for (let tries = 0; tries < GLANCES; tries++) {
        const { setup } = watched();
        const seen = await confirmWord({ ...looking(watched()), setup, passedAt }, service, word, signal);
        if (signal.aborted || isOutdated()) return;
        if (seen === undefined) return note('it says so no more, or the service answers: left to the cycles');
        if (seen !== 'unseen') {
          note('confirmed');
          return tell(seen);
        }
        await sleep(GLANCE_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
      note('it could not be looked at: left to the cycles');
    },
    /** Resolves when nothing is looked at beside the cycles. */
    settled: async () => strolling,
  };
}
