import { loadavg } from 'node:os';
import { randomOf } from '../faults.ts';
import { type EngineFront, openEngineFront } from './engine-front.ts';
import { COMPOSE_FAULTS, type ComposeFault } from './faults.ts';
import { hearNotices } from './notices.ts';
import type { ComposeOutcome } from './outcome.ts';
import { makeWithAutoheal } from './with-autoheal.ts';
import { makeWithFailsafe } from './with-failsafe.ts';
import { openWorld, type ServiceName, type World } from './world.ts';

/** A fault to be made. */
export type Job = Pick<ComposeOutcome, 'fault' | 'by' | 'seed'>;

/** What came of it, without what it was. */
export type Result = Omit<ComposeOutcome, keyof Job | 'subject' | 'load'>;

/** A fault, and where it is made. */
export interface Making {
  readonly fault: ComposeFault;
  readonly subject: ServiceName;
  readonly random: () => number;
  readonly world: World;
  readonly front: EngineFront;
  readonly notices: Awaited<ReturnType<typeof hearNotices>>;
  /** Where the logs of it are kept, when it is not as designed. */
  readonly keep: string;
  readonly signal: AbortSignal;
}

/** What a lane works through. */
export interface LaneOptions {
  readonly project: string;
  next(): Job | undefined;
  seen(outcome: ComposeOutcome): Promise<void>;
  readonly keep: string;
  readonly signal: AbortSignal;
}

const BY = { failsafe: makeWithFailsafe, autoheal: makeWithAutoheal };

const subjectOf = ({ subjects }: ComposeFault, seed: number): ServiceName =>
  subjects[Math.floor(randomOf(seed)() * subjects.length)] ?? 'users';

/** Makes one fault after the other in a copy of the application. */
export async function workThrough({ project, next, seen, keep, signal }: LaneOptions): Promise<void> {
  let job = next();
  if (job === undefined) return;
  await using notices = await hearNotices();
  await using world = await openWorld(project, notices.port);
  await using front = await openEngineFront(`${world.folder}/engine.sock`);
  for (; job !== undefined; job = next()) {
    const { fault: name, by, seed } = job;
    const fault = COMPOSE_FAULTS.find(one => one.name === name);
    if (fault === undefined) continue;
    const subject = subjectOf(fault, seed);
    const [before = 0] = loadavg();
    await world.restore();
    const made = { fault, subject, random: randomOf(seed * 7919), world, front, notices, signal };
    const result = await BY[by]({ ...made, keep: `${keep}/${name}-${seed}` });
    if (signal.aborted) return;
    const [after = 0] = loadavg();
    await seen({ ...job, subject, load: Math.round(5 * (before + after)) / 10, ...result });
  }
}
