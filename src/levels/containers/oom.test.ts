import { expect, test } from 'vitest';
import type { OomKills } from '../../model/stack.ts';
import { check } from './oom.ts';
import { loadedWith } from './testing.ts';

test.each<[string, OomKills | undefined, string, RegExp]>([
  ['none', { sinceStart: 0, flagged: false }, 'pass OK', /since it started/],
  ['two', { sinceStart: 2, flagged: false }, 'fail OOM_KILLED', /killed 2 of its processes/],
  ['now and before', { sinceStart: 1, flagged: true }, 'fail OOM_KILLED', /since its start/],
  ['only before', { sinceStart: 0, flagged: true }, 'warn OOM_NOTED', /before its last start a process/],
  ['the flag, no counter', { flagged: true }, 'fail OOM_NOTED', /before its last start or since/],
  ['no counter', { flagged: false }, 'skip SKIPPED', /cannot be read/],
  ['a runtime without any', undefined, 'skip SKIPPED', /nothing counts/],
])('containers.oom: %s', (_, seen, expected, said) => {
  const { status, code, message } = check.evaluate(seen, {});
  expect(`${status} ${code}`).toBe(expected);
  expect(message).toMatch(said);
});

test('containers.oom needs the service to run: why it ended is told there', () => {
  expect(check.instances(loadedWith({}, { services: ['a'] }))).toMatchObject([
    { params: { service: 'a' }, needs: ['containers.running:a'] },
  ]);
});

test('containers.oom is not asked of what another service waits for to end', () => {
  const service = { build: false, dependsOn: [], healthcheck: false, ports: [], replicas: 1, restart: 'no' };
  const services = { migrate: service, web: service };
  const loaded = loadedWith({}, { services: ['migrate', 'web'] });
  const compose = { services, inactive: {}, awaitedToEnd: ['migrate'], volumes: [] };
  expect(check.instances({ ...loaded, compose }).map(({ subject }) => subject)).toEqual(['web']);
});
