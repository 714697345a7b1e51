import {
  answered,
  expected,
  letIn,
  notDone,
  notReached,
  page,
  seen,
  unanswered,
} from '../../../tests/support/auth-seen.ts';
import { judges } from '../../../tests/support/judges.ts';
import { check } from './alg-none.ts';

judges(check, expected, [
  ['all refused', seen(), 'pass OK'],
  ['none', seen({ 'alg-none': letIn() }), 'fail ALG_NONE_ACCEPTED'],
  ['None', seen({ 'alg-None': letIn() }), 'fail ALG_NONE_ACCEPTED'],
  ['NONE', seen({ 'alg-NONE': letIn() }), 'fail ALG_NONE_ACCEPTED'],
  ['an exception', seen({ 'alg-None': answered(500) }), 'fail SERVER_ERROR'],
  ['no answer', seen({ 'alg-None': unanswered() }), 'fail NO_ANSWER'],
  ['a page', seen({ 'alg-none': page() }), 'fail REFUSED_WITH_2XX'],
  ['one was not reached', seen({ 'alg-NONE': notReached() }), 'error NOT_DONE'],
  ['no JWT', seen({ 'alg-none': notDone(), 'alg-None': notDone(), 'alg-NONE': notDone() }), 'skip SKIPPED'],
]);
