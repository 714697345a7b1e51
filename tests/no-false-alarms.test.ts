import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import { expect, test } from 'vitest';
import { HEALTH_LEVELS } from '../src/model/level.ts';
import type { CheckResult } from '../src/model/result.ts';
import type { RuntimeName } from '../src/model/stack.ts';
import { isBad } from '../src/model/status.ts';
import { deployReference } from './support/deployment.ts';
import { engine } from './support/engine.ts';

const docker = await engine();
/** FAILSAFE_RUNS=100 takes the long way. */
const RUNS = Number(process.env.FAILSAFE_RUNS ?? 20);
const AT_ONCE = 2;
/** The browser takes most of the time of a run: every so many runs it is looked through. */
const WITH_BROWSER = 10;

const withoutBrowser = HEALTH_LEVELS.filter(level => level !== 'pwa');

/** Keeps one processor of this machine busy. */
function load(): AsyncDisposable {
  const worker = new Worker('for (;;) Math.sqrt(Math.random());', { eval: true });
  return { [Symbol.asyncDispose]: async () => void (await worker.terminate()) };
}

const alarms = (results: readonly CheckResult[]) =>
  results.filter(({ status }) => isBad(status)).map(({ id, code, message }) => `${id} ${code}: ${message}`);

test(`${RUNS} runs in each runtime, ${AT_ONCE} at a time on a busy machine, raise no alarm`, {
  timeout: RUNS * 60_000,
}, async () => {
  await using deployments = new AsyncDisposableStack();
  const runtimes: RuntimeName[] = docker.available
    ? ['processes', 'testcontainers', 'compose']
    : ['processes', 'processes'];
  const deployed = await Promise.all(
    runtimes.map(async runtime => ({ runtime, deployment: deployments.use(await deployReference(runtime)) })),
  );
  await using _ = load();
  const looks = Array.from({ length: RUNS }, (_, run) =>
    deployed.map(({ runtime, deployment }) => async () => {
      const levels = run % WITH_BROWSER === 0 ? HEALTH_LEVELS : withoutBrowser;
      return alarms(await deployment.check(levels)).map(alarm => `run ${run} in ${runtime}: ${alarm}`);
    }),
  );
  const red = (await pLimit(AT_ONCE).map(looks.flat(), look => look())).flat();
  expect(red).toEqual([]);
});
