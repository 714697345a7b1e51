import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress, ServiceState, Stack } from '../../model/stack.ts';
import { pastTakenPorts } from '../docker/chosen-port.ts';
import { type ComposeAnswer, type ComposeCall, runCompose } from './run-compose.ts';
import { watchServices } from './watch-services.ts';

const PAUSE_MS = 150;

/** How a start ended. Up when `notReady` is empty and compose was content. */
export interface BroughtUp {
  /** Services that failed, or were not ready in time. */
  readonly notReady: readonly ServiceState[];
  readonly inTime: boolean;
  /** Undefined when compose was not waited for, because a service had failed. */
  readonly compose?: ComposeAnswer;
}

/** What is brought up. */
export interface BringUpOptions {
  readonly stack: Stack;
  readonly call: ComposeCall;
  readonly composeFile: string;
  readonly timeoutMs: number;
  readonly progress: Progress;
}

/** Has compose start everything and waits until each service is ready, one has failed, or the time is up. */
export async function bringUp(options: BringUpOptions): Promise<BroughtUp> {
  const { stack, call, composeFile, timeoutMs, progress } = options;
  const giveUp = new AbortController();
  const signal = AbortSignal.any([call.signal, giveUp.signal]);
  const words = ['-p', stack.project, '-f', composeFile, 'up', '-d', '--no-build'];
  let compose: ComposeAnswer | undefined;
  const up = pastTakenPorts(
    () => runCompose({ ...call, signal }, words),
    answer => (answer.ok ? undefined : answer.output),
  ).then(
    answer => {
      compose = answer;
    },
    () => undefined,
  );
  const look = watchServices(progress);
  const deadline = performance.now() + timeoutMs;
  try {
    for (;;) {
      const answer = compose;
      const ready = [...(await look(await stack.services(call.signal)))];
      const failed = ready.filter(([, state]) => state === 'failed').map(([service]) => service);
      if (failed.length > 0 || answer?.ok === false)
        return { notReady: failed, inTime: true, compose: answer };
      const waiting = ready.filter(([, state]) => state === 'waiting').map(([service]) => service);
      if (answer?.ok && waiting.length === 0) return { notReady: [], inTime: true, compose: answer };
      if (performance.now() > deadline) return { notReady: waiting, inTime: false, compose: answer };
      await sleep(PAUSE_MS, undefined, { signal: call.signal });
    }
  } finally {
    giveUp.abort();
    await up;
  }
}
