import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { HEALTH_LEVELS } from '../src/model/level.ts';
import type { CheckResult } from '../src/model/result.ts';
import type { RuntimeName } from '../src/model/stack.ts';
import { deployReference } from './support/deployment.ts';
import { engine } from './support/engine.ts';

const docker = await engine();
const deployments: [string, RuntimeName, string[]?][] = [
  ['processes', 'processes'],
  ['testcontainers', 'testcontainers'],
  ['compose v2', 'compose', ['docker', 'compose']],
  ['compose v1', 'compose', ['docker-compose']],
];

const red = (results: readonly CheckResult[]) =>
  results.filter(({ status }) => status === 'fail' || status === 'error');
const told = (results: readonly CheckResult[]) =>
  results.map(({ id, status, code, message }) => ({ id, status, code, message }));
/** What a runtime has no word for is skipped there; all else must be the same. */
const verdicts = (results: readonly CheckResult[]) =>
  Object.fromEntries(
    results.map(({ id, status }) => [id, status === 'skip' || status === 'warn' ? 'pass' : status]),
  );
/** The browser takes most of the time of a cycle, and looks at what no fault here touches. */
const withoutBrowser = HEALTH_LEVELS.filter(level => level !== 'pwa');
const healthy = new Map<string, Record<string, string>>();

describe.each(deployments)('the reference application in %s', (name, runtime, command) => {
  test('is healthy; a stopped database and a paused API are each one root cause', async context => {
    if (runtime !== 'processes' && !docker.available) context.skip(docker.reason);
    await using deployment = await deployReference(runtime, command);

    const first = await deployment.check();
    expect(told(red(first))).toEqual([]);
    expect(first.length).toBeGreaterThanOrEqual(60);
    healthy.set(name, verdicts(first));

    await deployment.inject('pause', 'users');
    const paused = await deployment.check(withoutBrowser);
    expect(told(red(paused))).toMatchObject([{ id: 'containers.running:users', code: 'SERVICE_PAUSED' }]);
    await deployment.inject('continue', 'users');
    await sleep(3000);
    expect(told(red(await deployment.check(withoutBrowser)))).toEqual([]);

    await deployment.inject('stop', 'users-db');
    const stopped = await deployment.check(withoutBrowser);
    expect(told(red(stopped))).toMatchObject([{ id: 'containers.running:users-db' }]);
    expect(
      stopped
        .filter(({ status }) => status === 'blocked')
        .every(({ rootBlocker }) => rootBlocker === 'containers.running:users-db'),
    ).toBe(true);
  }, 300_000);
});

test('ids and verdicts are the same in every runtime that is here', () => {
  const [reference, ...others] = [...healthy.values()];
  expect(reference).toBeDefined();
  for (const other of others) expect(other).toEqual(reference);
});

afterAll(() => healthy.clear());
