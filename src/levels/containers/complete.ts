import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';

/** Nothing runs in the project that its compose file does not know. */
export const check = defineCheck({
  id: 'containers.complete',
  level: 'containers',
  severity: 'warning',
  title: 'The project holds no services that are not declared',
  why: 'A service that was renamed or removed runs on with old code, holds its port, and nobody looks after it.',
  source: 'Docker documentation: docker compose up, --remove-orphans',
  probe: 'services',
  codes: {
    ORPHAN_SERVICE: {
      title: 'A service that nobody declares',
      cause: 'It was renamed or removed in the compose file, and its container was left behind.',
      fix: 'Remove it with `docker compose up -d --remove-orphans`, or name it under `containers.ignore`.',
    },
  },
  instances: ({ config, topology }) =>
    topology.services.length === 0
      ? []
      : [
          {
            subject: 'stack',
            params: {},
            expectation: {
              known: [
                ...topology.services,
                ...(topology.inactive ?? []),
                ...(config.containers?.ignore ?? []),
              ],
            },
          },
        ],
  evaluate(states, { known }) {
    const orphans = states.filter(({ service, state }) => state !== 'missing' && !known.includes(service));
    const names = orphans.map(({ service }) => service);
    if (names.length === 0) return pass(`all of ${states.length} services are declared`);
    return fail('ORPHAN_SERVICE', `${names.join(', ')}: in the project, but not declared`, {
      expected: `only ${known.join(', ')}`,
      got: names.join(', '),
      evidence: { orphans: orphans.map(({ service, state, image }) => ({ service, state, image })) },
    });
  },
});
