import { expect, test } from 'vitest';
import {
  answered,
  expected,
  letIn,
  loaded,
  notDone,
  refusals,
  seen,
} from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './tampered-signature.ts';

const name = 'tampered-signature';

judges(check, expected, [
  ...refusals(name, 'TOKEN_NOT_VERIFIED').filter(([what]) => !['limited', 'not done'].includes(what)),
  ['an empty one', seen({ 'empty-signature': letIn() }), 'fail EMPTY_SIGNATURE_ACCEPTED'],
  ['an exception on an empty one', seen({ 'empty-signature': answered(500) }), 'fail SERVER_ERROR'],
  ['both not done', seen({ [name]: notDone(), 'empty-signature': notDone() }), 'skip SKIPPED'],
]);

test('it applies unless attacks are off', () => {
  expect(check.instances(loaded())[0]?.needs).toEqual(['auth.whoami:web', 'auth.garbage-token:web']);
  expect(check.instances(loaded({ attacks: false }))).toEqual([]);
});
