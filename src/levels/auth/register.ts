import { defineCheck } from '../check.ts';
import { pass } from '../verdict.ts';
import { type AuthExpectation, onAuth } from './instance.ts';
import { judgeExpected, stepOf } from './judge-step.ts';
import { type ExpectedCode, expectedCodes } from './step-codes.ts';

/** Whether a new user can register. */
export const check = defineCheck<'auth', AuthExpectation, ExpectedCode>({
  id: 'auth.register',
  level: 'auth',
  severity: 'error',
  title: 'A new user can register',
  why: 'Nobody new gets in otherwise; a registration also proves that the service can write.',
  probe: 'auth',
  codes: expectedCodes,
  instances: loaded => onAuth(loaded, [], auth => auth.register !== undefined),
  evaluate: (seen, { scheme, schemas }) =>
    judgeExpected(stepOf(seen, 'register'), { scheme, schema: schemas.register }) ??
    pass('a new user was registered'),
});
