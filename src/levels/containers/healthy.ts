import { excerpt } from '../../matching/excerpt.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip, warn } from '../verdict.ts';
import { healthcheckSnippet } from './healthcheck-snippet.ts';
import { applied, checkedServices, isDone, needsRunning, stateOf } from './service-checks.ts';

/** The health check that the service itself declares says healthy. */
export const check = defineCheck({
  id: 'containers.healthy',
  level: 'containers',
  severity: 'error',
  title: 'The health check of the service passes',
  why: 'A process can run and do nothing; the health check of the service is its own word on that.',
  source: 'Docker documentation: Dockerfile, HEALTHCHECK; Compose file, healthcheck',
  probe: 'services',
  codes: {
    UNHEALTHY: {
      title: 'Unhealthy by its own health check',
      cause: 'The process runs, but the command of its health check fails or takes too long.',
      fix: 'Read the output of the health check and the log of the service.',
    },
    HEALTH_STARTING: {
      title: 'Not healthy yet',
      cause: 'It was started a moment ago, or its health check has not passed once since.',
      fix: 'Wait for `start_period`; if it stays so, read its log.',
    },
    NO_HEALTHCHECK: {
      title: 'No health check',
      cause: 'Neither the compose file nor the image declares one.',
      fix: 'Add a health check, so that the engine, `depends_on` and failsafe can tell whether it works.',
    },
  },
  instances: loaded =>
    checkedServices(loaded)
      .filter(({ declared, oneShot }) => declared.health !== false && !oneShot)
      .map(one => ({
        ...applied(one),
        params: {},
        needs: needsRunning(one),
        excusedBy: [`containers.restarts:${one.service}`, `containers.network:${one.service}`],
        expectation: { service: one.service, snippet: healthcheckSnippet(loaded, one.service) },
      })),
  evaluate(states, { service, snippet }) {
    const state = stateOf(states, { service });
    if (isDone(state)) return skip('a one-shot that is done has no health');
    const evidence = {
      health: state.health,
      startedAt: state.startedAt,
      output: state.healthOutput === undefined ? undefined : excerpt(state.healthOutput, 500),
    };
    const details = { expected: 'healthy', got: state.health, evidence };
    const said = evidence.output ? `; its health check says: ${excerpt(evidence.output, 160)}` : '';
    const log = { text: 'Read its log.', act: { action: 'logs', service } } as const;
    switch (state.health) {
      case 'healthy':
        return pass('is healthy', { health: state.health });
      case 'unhealthy':
        return fail('UNHEALTHY', `is unhealthy${said}`, { ...details, fixes: [log] });
      case 'starting':
        return fail('HEALTH_STARTING', `is not healthy yet${said}`, { ...details, fixes: [log] });
      case 'none':
        return warn('NO_HEALTHCHECK', 'has no health check', {
          ...details,
          fixes: [{ text: `Add to the compose file:\n${snippet}` }],
        });
    }
  },
});
