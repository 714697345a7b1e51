import { defineCheck } from '../check.ts';
import { type AuthExpectation, attacking, onAuth } from './instance.ts';
import { judgeRefusedLogin } from './judge-login.ts';
import { worst } from './judge-step.ts';
import { type RefusedCode, refusedCodes } from './step-codes.ts';

/** Whether odd input is refused in order. */
export const check = defineCheck<'auth', AuthExpectation, RefusedCode | 'ODD_INPUT_ACCEPTED'>({
  id: 'auth.odd-input',
  level: 'auth',
  severity: 'error',
  title: 'Odd input is refused, not tripped over',
  why: 'An exception on input of two characters is what attackers look for: behind it are injections and stack traces.',
  source: 'ASVS 5.0 16.5.1',
  probe: 'auth',
  codes: {
    ...refusedCodes,
    SERVER_ERROR: {
      title: 'Odd input makes the login fail with 5xx',
      cause:
        'The login does not check the type of its input: JSON that cannot be read, or an object as password, raises an exception.',
      fix: 'Check the body against a schema first and answer 400.',
    },
    ODD_INPUT_ACCEPTED: {
      title: 'Odd input logged somebody in',
      cause:
        'An object in the place of the password reached the query or the comparison, as in a NoSQL injection.',
      fix: 'Check that the password is a text before it is used.',
    },
  },
  instances: loaded =>
    onAuth(loaded, ['login', 'wrong-password'], auth => attacking(auth) && auth.login.json !== undefined),
  evaluate(seen, { scheme }) {
    const refused = (name: 'bad-json' | 'object-password', what: string) =>
      judgeRefusedLogin(seen, { name, accepted: 'ODD_INPUT_ACCEPTED', what, scheme });
    return worst([
      refused('bad-json', 'JSON that cannot be read'),
      refused('object-password', 'an object as password'),
    ]);
  },
});
