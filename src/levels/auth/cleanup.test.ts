import { answered, expected, notDone, seen, unanswered } from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import type { AuthCleanupSeen } from '../../model/observations/auth.ts';
import { check } from './cleanup.ts';

const after = (...acts: Omit<AuthCleanupSeen, 'act'>[]) =>
  seen(
    {},
    {
      cleanup: {
        needed: true,
        user: { email: 'ada@example.com' },
        earlier: [],
        acts: acts.map(act => ({ act: 'the act', ...act })),
      },
    },
  );
const granted = answered(200, { auth_token: 'a.b.c' }, { granted: true });

const killed = (failure?: string) => {
  const one = after({ rows: 1 });
  const acts = [{ act: 'the act', rows: 1, failure }];
  return { ...one, cleanup: { ...one.cleanup, earlier: [{ user: {}, acts }] } };
};

judges(check, expected, [
  ['the user of a killed run was removed as well', killed(), 'pass OK'],
  ['the user of a killed run is still there', killed('42P01 no such table'), 'warn EARLIER_LEFT'],
  [
    'nothing to remove',
    seen({}, { cleanup: { needed: false, acts: [], earlier: [], user: {} } }),
    'skip SKIPPED',
  ],
  ['removed by a request', seen(), 'pass OK'],
  ['removed by a statement', after({ rows: 1 }), 'pass OK'],
  ['one of two statements removed a row', after({ rows: 0 }, { rows: 1 }), 'pass OK'],
  ['no statement removed a row', after({ rows: 0 }, { rows: 0 }), 'fail NOT_REMOVED'],
  ['a statement failed', after({ rows: 1 }, { failure: '42P01 no such table' }), 'fail NOT_REMOVED'],
  ['refused', after({ step: answered(403) }), 'fail NOT_REMOVED'],
  [
    'another status than declared',
    after({ step: { ...answered(200), expect: { status: 204 } } }),
    'fail NOT_REMOVED',
  ],
  [
    'a status that is declared',
    after({ step: { ...answered(404), expect: { status: [204, 404] } } }),
    'pass OK',
  ],
  ['no answer', after({ step: unanswered() }), 'fail NOT_REMOVED'],
  ['a variable was never captured', after({ step: notDone('unknown variable {{id}}') }), 'fail NOT_REMOVED'],
  ['not found', after({ step: answered(404) }), 'fail NOT_REMOVED'],
  [
    'not found, but no user was made either',
    { ...after({ step: answered(404) }), steps: { register: answered(500) } },
    'pass OK',
  ],
  ['can still log in', seen({ removed: granted }), 'fail STILL_THERE'],
  ['anybody can log in', seen({ removed: granted, 'unknown-user': granted }), 'pass OK'],
  [
    'no row, but no user was made either',
    { ...after({ rows: 0 }), steps: { register: answered(500) } },
    'pass OK',
  ],
]);
