import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { applied, checkedServices, needsRunning } from './service-checks.ts';

/** Docker compose is called several times for it. */
const TIMEOUT_MS = 20_000;

/** What runs was made from what the compose file says now. */
export const check = defineCheck({
  id: 'containers.current',
  level: 'containers',
  severity: 'warning',
  title: 'The service runs as the compose file has it now',
  why: 'What was changed in the file and never brought up takes effect at the next restart, when nobody thinks of it.',
  source: 'Docker documentation: docker compose config, --hash',
  probe: 'config-states',
  codes: {
    CONFIG_DRIFT: {
      title: 'The service runs with another configuration than the compose file has',
      cause:
        'The compose file, a file of variables or the environment was changed, and the service was not brought up again.',
      fix: 'Have it apply with `docker compose up -d <service>`, or take the change back.',
    },
  },
  instances: loaded =>
    checkedServices(loaded).map(one => ({
      ...applied(one),
      timeoutMs: one.declared.timeout ?? TIMEOUT_MS,
      params: {},
      needs: needsRunning(one),
      expectation: { service: one.service },
    })),
  evaluate(states, { service }) {
    if (states === undefined) return skip('only what docker compose has started can differ from its file');
    const state = states[service] ?? { is: 'unknown', because: 'it has no container' };
    if (state.is === 'unknown') return skip(state.because);
    if (state.is === 'current') return pass('runs as the compose file has it');
    return fail(
      'CONFIG_DRIFT',
      'was made from another configuration than compose file and variables give now',
      {
        expected: 'the configuration of the compose file',
        got: 'another one',
        fixes: [
          {
            text: `Have it apply with \`docker compose up -d ${service}\`, or take the change back. Variables of the environment that differ from those it was started with count as well.`,
          },
        ],
      },
    );
  },
});
