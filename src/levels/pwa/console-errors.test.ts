import { judges } from '../../../tests/support/judges.ts';
import { check } from './console-errors.ts';
import { noBrowser, seen } from './testing.ts';

judges(check, { declared: ['GET /users'] }, [
  ['none', seen(), 'pass OK'],
  ['no browser', noBrowser, 'skip SKIPPED'],
  ['one', seen({ pageErrors: [`Unexpected token '<'`] }), 'fail PAGE_ERRORS'],
  ['two', seen({ pageErrors: ['a is not defined', 'b is not defined'] }), 'fail PAGE_ERRORS'],
  [
    'a script of the page that its policy refuses',
    seen({
      consoleErrors: ['Executing inline script violates the following Content Security Policy directive'],
    }),
    'fail PAGE_SCRIPT_REFUSED',
  ],
  [
    'a request that fails',
    seen({ failedRequests: ['GET /users 503', 'GET /orders 500'] }),
    'fail PAGE_REQUESTS_FAIL',
  ],
  ['a request that an endpoint stands for', seen({ failedRequests: ['GET /users 503'] }), 'pass OK'],
  ['anything else that it says', seen({ consoleErrors: ['Failed to load resource: 500'] }), 'pass OK'],
]);
