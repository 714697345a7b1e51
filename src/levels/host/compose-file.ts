import { defineCheck } from '../check.ts';
import { fail, pass, warn } from '../verdict.ts';
import { COMPOSE, onDocker } from './on-docker.ts';

/** docker compose takes the compose files with the variables that are set here. */
export const check = defineCheck({
  id: 'host.compose-file',
  level: 'host',
  severity: 'error',
  title: 'docker compose takes the compose file, and every variable is set',
  why: 'What it refuses is never started; a variable that is not set is started with as an empty text.',
  source: 'Docker documentation: docker compose config',
  probe: 'compose-config',
  codes: {
    COMPOSE_REFUSED: {
      title: 'docker compose refuses its file',
      cause: 'A variable that it needs is not set, or the file has a mistake.',
      fix: 'Set the variable in .env (`failsafe setup` makes one), or correct the line.',
    },
    VARIABLE_EMPTY: {
      title: 'A variable of the compose file is not set',
      cause: 'The .env beside it is missing or incomplete: the service would get an empty text.',
      fix: 'Set it in .env, or give it a default in the compose file: ${NAME:-default}.',
    },
  },
  instances: loaded =>
    onDocker(loaded, () => [
      { subject: 'files', params: {}, expectation: undefined, needs: [COMPOSE], timeoutMs: 20_000 },
    ]),
  evaluate({ refusal, warnings }) {
    if (refusal !== undefined)
      return fail('COMPOSE_REFUSED', refusal, { expected: 'no complaint', got: refusal });
    const unset = warnings.filter(line => /variable is not set/.test(line));
    if (unset.length > 0) return warn('VARIABLE_EMPTY', unset.join('; '), { evidence: { unset } });
    return pass('docker compose takes it');
  },
});
