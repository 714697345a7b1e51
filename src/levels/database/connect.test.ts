import { expect, test } from 'vitest';
import { loaded, refused, seen, target } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './connect.ts';

judges(check, target, [
  ['healthy', seen(), 'pass OK'],
  ['a pooler leads elsewhere', seen({}, { database: 'other' }), 'fail WRONG_DATABASE'],
  ['55000', refused('55000'), 'fail DATABASE_CLOSED'],
  ['28P01', refused('28P01'), 'fail PASSWORD_REJECTED'],
  ['28000', refused('28000'), 'fail NOT_ADMITTED'],
  ['no password', refused('NO_PASSWORD'), 'fail NO_PASSWORD'],
  ['3D000', refused('3D000'), 'fail DATABASE_MISSING'],
  ['53300', refused('53300'), 'fail TOO_MANY_CONNECTIONS'],
  ['57P01', refused('57P01'), 'fail SHUTTING_DOWN'],
  ['57P02', refused('57P02'), 'fail SHUTTING_DOWN'],
  ['57P03', refused('57P03'), 'fail STARTING_UP'],
  ['42501', refused('42501'), 'fail PRIVILEGE_MISSING'],
  ['nobody listens', refused('ECONNREFUSED'), 'fail ECONNREFUSED'],
  ['unknown host', refused('ENOTFOUND'), 'fail ENOTFOUND'],
  ['no route', refused('EHOSTUNREACH'), 'fail UNREACHABLE'],
  ['no answer', refused('TIMEOUT'), 'fail TIMEOUT'],
  ['closed', refused('CLOSED'), 'fail CLOSED'],
  ['a web server', refused('NOT_POSTGRES'), 'fail NOT_POSTGRES'],
  ['no TLS', refused('TLS_UNSUPPORTED'), 'fail TLS_UNSUPPORTED'],
  ['a foreign certificate', refused('TLS_UNTRUSTED'), 'fail TLS_UNTRUSTED'],
  ['anything else', refused('XX000'), 'fail DATABASE_ERROR'],
]);

test('a failure that the log explains offers the log of the service', () => {
  const { fixes } = check.evaluate(refused('57P03'), target);
  expect(fixes).toContainEqual(expect.objectContaining({ act: { action: 'logs', service: 'users-db' } }));
});

test('it applies once, to the declared database, with the declared tags and time', () => {
  expect(check.instances(loaded({ tags: ['smoke'], timeout: 9000 }))).toEqual([
    { subject: 'db', params: { target }, expectation: target, tags: ['smoke'], timeoutMs: 9000 },
  ]);
  const none = { ...loaded(), config: { version: 1, project: 'app' } } as never;
  expect(check.instances(none)).toEqual([]);
});
