import { expect, test } from 'vitest';
import type { CheckResult, Suggestion } from '../model/result.ts';
import type { Status } from '../model/status.ts';
import type { ServiceAction } from '../model/verdict.ts';
import { remediesOf } from './remedy.ts';

const to = (action: ServiceAction, service: string): Suggestion => ({
  text: `${action} it`,
  command: `docker compose ${action} ${service}`,
  act: { action, service },
});

const result = (id: string, status: Status, ...fixes: Suggestion[]): CheckResult => ({
  id,
  check: id.split(':')[0] ?? '',
  subject: id.split(':')[1] ?? '',
  level: id.startsWith('containers') ? 'containers' : 'api',
  title: '',
  severity: 'error',
  tags: [],
  status,
  code: 'BROKEN',
  message: '',
  fixes,
  attempts: 1,
  durationMs: 0,
});

const planned = (...results: CheckResult[]) =>
  remediesOf(results).map(({ action, service, safety }) => `${safety} ${action} ${service}`);

test('a service that is down is started, one that is paused goes on: both are safe', () => {
  expect(
    planned(
      result('containers.running:a', 'fail', to('logs', 'a'), to('start', 'a')),
      result('containers.running:b', 'fail', to('resume', 'b')),
    ),
  ).toEqual(['safe start a', 'safe resume b']);
});

test('a restart is noticed by whoever is served, and wants a yes', () => {
  expect(planned(result('containers.healthy:a', 'fail', to('restart', 'a')))).toEqual(['confirm restart a']);
});

test('only root causes are mended', () => {
  expect(
    planned(
      result('api.status:x', 'fail', to('restart', 'web')),
      result('api.status:y', 'blocked', to('restart', 'other')),
      result('containers.complete:z', 'warn', to('restart', 'more')),
      result('containers.running:db', 'fail', to('start', 'db')),
    ),
  ).toEqual(['confirm restart web', 'safe start db']);
});

test('what only looks is no remedy, and the same act is done once', () => {
  expect(
    planned(
      result('containers.running:a', 'fail', to('logs', 'a'), to('inspect', 'a')),
      result('api.status:x', 'fail', to('restart', 'web')),
      result('api.status:y', 'fail', to('restart', 'web')),
    ),
  ).toEqual(['confirm restart web']);
});
