import {
  answered,
  attempt,
  expected,
  notReached,
  seen,
  unanswered,
} from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './enumeration.ts';

const refused = (durationMs: number, message = 'no', status = 401) =>
  answered(status, { message }, { durationMs });
const stranger = { username: 'nobody1', email: 'nobody1@example.com' };

const seenWith = (wrong: ReturnType<typeof refused>[], unknown: ReturnType<typeof refused>[]) =>
  seen(
    {},
    {
      attempts: [
        ...wrong.map(step => attempt('wrong-password', step)),
        ...unknown.map(step => attempt('unknown-user', step, stranger)),
      ],
    },
  );
const times = (wrong: number[], unknown: number[]) =>
  seenWith(
    wrong.map(ms => refused(ms)),
    unknown.map(ms => refused(ms)),
  );

judges(check, expected, [
  ['alike', times([5, 6], [5, 7]), 'pass OK'],
  ['another status', seenWith([refused(5)], [refused(5, 'no', 404)]), 'fail DIFFERENT_STATUS'],
  [
    'another message',
    seenWith([refused(5, 'wrong password')], [refused(5, 'who?')]),
    'fail DIFFERENT_MESSAGE',
  ],
  [
    'the same message with the name in it',
    seenWith([refused(5, 'no ada@example.com')], [refused(5, 'no nobody1@example.com')]),
    'pass OK',
  ],
  [
    'the same message with a request id',
    seenWith(
      [refused(5, 'id 6f1b9c1e-0c1e-4b6e-9f7e-000000000001')],
      [refused(5, 'id 6f1b9c1e-0c1e-4b6e-9f7e-000000000002')],
    ),
    'pass OK',
  ],
  ['a hash for those who exist', times([250, 260, 255], [4, 5]), 'fail DIFFERENT_TIME'],
  ['the other way round', times([4, 5], [250, 260]), 'fail DIFFERENT_TIME'],
  ['times that overlap', times([250, 6], [5, 7]), 'pass OK'],
  ['apart, but by little', times([40, 42], [5, 6]), 'pass OK'],
  ['apart, but by no factor', times([300, 310], [200, 210]), 'pass OK'],
  ['one sample is none', times([250], [5]), 'pass OK'],
  ['only one kind was seen', times([5], []), 'skip SKIPPED'],
  [
    'one was not reached',
    { ...times([5], []), steps: { 'wrong-password': answered(401), 'unknown-user': notReached() } },
    'error NOT_DONE',
  ],
  [
    'one has no answer',
    { ...times([5], []), steps: { 'wrong-password': answered(401), 'unknown-user': unanswered() } },
    'fail NO_ANSWER',
  ],
  ['limited', seenWith([refused(5, 'wait', 429)], [refused(5)]), 'skip SKIPPED'],
]);
