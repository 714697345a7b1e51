import { seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './archiving.ts';

const failed = { wal: '000000010000000000000007', agoMs: 5000 };

judges(check, {}, [
  ['is off', seen(), 'skip SKIPPED'],
  ['was off when it failed', seen({ archiving: { isOn: false, failed } }), 'skip SKIPPED'],
  ['is on, and nothing was written', seen({ archiving: { isOn: true } }), 'pass OK'],
  ['works', seen({ archiving: { isOn: true, archivedAgoMs: 1000 } }), 'pass OK'],
  ['works again', seen({ archiving: { isOn: true, failed, archivedAgoMs: 4999 } }), 'pass OK'],
  ['fails', seen({ archiving: { isOn: true, failed, archivedAgoMs: 5001 } }), 'fail ARCHIVING_FAILS'],
  ['has never worked', seen({ archiving: { isOn: true, failed } }), 'fail ARCHIVING_FAILS'],
  ...withoutVital('archiving'),
]);
