import { seen, withoutVital } from '../../../tests/support/database-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './replication-lag.ts';

const replica = (overrides: object) =>
  seen({ replicas: [{ name: 'standby1', state: 'streaming', lagMs: 5, lagBytes: 0, ...overrides }] });

judges(check, {}, [
  ['no standby', seen(), 'skip SKIPPED'],
  ['close behind', replica({}), 'pass OK'],
  ['idle: no lag is told', replica({ lagMs: undefined }), 'pass OK'],
  ['far behind', replica({ lagMs: 30_001 }), 'fail LAGGING'],
  ['catching up', replica({ state: 'catchup' }), 'fail NOT_STREAMING'],
  [
    'this is a standby, far behind',
    replica({ name: undefined, state: 'standby', lagMs: 90_000 }),
    'fail LAGGING',
  ],
  ['this is a standby', replica({ name: undefined, state: 'standby' }), 'pass OK'],
  ['a slot whose reader was gone for a moment', replica({ state: 'slot', lagBytes: 2 ** 24 }), 'pass OK'],
  ['a slot that nobody reads', replica({ state: 'slot', lagBytes: 2 ** 27 }), 'fail SLOT_UNREAD'],
  ['the state is hidden', replica({ state: 'unknown' }), 'error NOT_VISIBLE'],
  ...withoutVital('replicas'),
]);
