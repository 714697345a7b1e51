import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowAttempt, FlowStepParams, FlowStepSeen } from '../../model/observations/flow.ts';
import { type Answer, attempt, isGood } from './attempt.ts';
import { request } from './request.ts';
import { connection, event } from './socket.ts';
import type { FlowState } from './state.ts';
import { statement } from './statement.ts';

/** How long a step may take, and whether its statement may write. */
export interface StepTime {
  readonly signal: AbortSignal;
  /** `performance.now()` at which the signal aborts. */
  readonly deadline: number;
  /** Milliseconds after which a request or a statement hangs, however much time the flow has left. */
  readonly longestMs: number;
  readonly writes: boolean;
}

const RETRY_PAUSE_MS = 250;

/** What a step does, in a few words. */
export function describe(step: FlowStepParams): string {
  switch (step.kind) {
    case 'request':
      return `${step.method} ${step.path}`;
    case 'statement':
      return step.sql;
    case 'connection':
      return `connect ${step.path}`;
    case 'event':
      return `event ${step.event}`;
  }
}

function look(
  step: FlowStepParams,
  state: FlowState,
  { signal, deadline, longestMs, writes }: StepTime,
): Promise<Answer> {
  const left = Math.max(1, Math.floor(deadline - performance.now()));
  const timeoutMs = Math.ceil(Math.min(left, longestMs));
  switch (step.kind) {
    case 'request':
      return request(step, state, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        timeoutMs,
      });
    case 'statement':
      return statement(step, state, { signal, timeoutMs, writes });
    case 'connection':
      return connection(step, state, { signal, timeoutMs });
    case 'event':
      return event(step, state, { signal, timeoutMs });
  }
}

/** Does a step, again and again while it may, and writes every look down. */
export async function runStep(
  state: FlowState,
  step: FlowStepParams,
  time: StepTime,
): Promise<{ seen: FlowStepSeen; good: boolean; affected?: number }> {
  const attempts: FlowAttempt[] = [];
  const until = Math.min(performance.now() + (step.eventuallyMs ?? 0), time.deadline);
  for (;;) {
    const one = await attempt(state, step, () => look(step, state, time));
    attempts.push(one.attempt);
    const good = isGood(one.attempt);
    const last =
      good || one.attempt.outcome === 'unknown-variable' || performance.now() + RETRY_PAUSE_MS > until;
    if (last || time.signal.aborted) {
      const seen = { name: step.name, what: describe(step), attempts };
      return { seen, good, affected: one.affected };
    }
    await sleep(RETRY_PAUSE_MS, undefined, { signal: time.signal }).catch(() => undefined);
  }
}
