import { expect, test } from 'vitest';
import { loaded, target } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { connectionCodes } from './connection-failure.ts';
import { check } from './write.ts';

const failed = (code: string) => ({ ok: false, failure: { code, message: 'the server’s words' } }) as const;

judges(
  check,
  target,
  [
    ['written', { ok: true, durationMs: 5 }, 'pass OK'],
    ['read-only', failed('25006'), 'fail READ_ONLY'],
    ['no temporary tables', failed('42501'), 'fail TEMPORARY_REFUSED'],
    ['disk full', failed('53100'), 'fail DISK_FULL'],
    ['too slow', failed('57014'), 'fail WRITE_TIMEOUT'],
    ['lost', failed('NOT_READ_BACK'), 'fail NOT_READ_BACK'],
    ['no slot for a second session', failed('53300'), 'fail TOO_MANY_CONNECTIONS'],
  ],
  connectionCodes,
);

test('it applies unless switched off', () => {
  expect(check.instances(loaded())[0]?.needs).toEqual(['database.connect:db']);
  expect(check.instances(loaded({ write: false }))).toEqual([]);
});
