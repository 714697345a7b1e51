import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { ENGINE, onDocker } from './on-docker.ts';

/** Each image that is not built is here, or its registry answers. */
export const check = defineCheck({
  id: 'host.images',
  level: 'host',
  severity: 'error',
  title: 'The image is here, or can be pulled',
  why: 'A service whose image cannot be had is not started.',
  source: 'OCI Distribution Specification: /v2/',
  probe: 'image-source',
  codes: {
    REGISTRY_UNREACHABLE: {
      title: 'The registry of an image does not answer',
      cause:
        'There is no way to it: no network, a proxy, a name that is not known, or a misspelt host in the image.',
      fix: 'Mend the network or the name of the image, or load it from a file: `docker load`.',
    },
  },
  instances: loaded =>
    onDocker(loaded, () => {
      const services = Object.entries(loaded.compose?.services ?? {});
      return services.flatMap(([service, { image, build }]) =>
        image === undefined || build
          ? []
          : [
              {
                subject: service,
                params: { image },
                expectation: { image },
                needs: [ENGINE],
                timeoutMs: 10_000,
              },
            ],
      );
    }),
  evaluate({ here, registry }, { image }) {
    if (here || registry === undefined) return pass(`${image} is here`);
    if (registry.reached) return pass(`${image} is to be pulled, ${registry.host} answers`);
    const reason = registry.reason ?? 'no answer';
    return fail(
      'REGISTRY_UNREACHABLE',
      `${image} is not here, and ${registry.host} does not answer: ${reason}`,
      {
        expected: `an answer of ${registry.host}`,
        got: reason,
      },
    );
  },
});
