import { composePorts } from '../../config/compose/compose-ports.ts';
import type { Spot } from '../../model/verdict.ts';
import { type ServiceView, startedServices } from '../compose-services.ts';
import { ruleCheck } from '../rule.ts';

interface Claim {
  readonly key: string;
  readonly hostIp?: string;
  readonly spot: Spot;
}

function claimsOf({ value, spot, isKnown }: ServiceView): Claim[] {
  const { container_name: name, ports } = value;
  const named: Claim[] =
    typeof name === 'string' && isKnown(['container_name'])
      ? [{ key: name, spot: spot(['container_name'], `is called ${name}, as another is`) }]
      : [];
  const published = (Array.isArray(ports) ? ports : []).flatMap((port: unknown, index) =>
    composePorts([port]).flatMap(({ published: host, hostIp, protocol }): Claim[] =>
      host === undefined || !isKnown(['ports', index])
        ? []
        : [
            {
              key: `${host}/${protocol}`,
              hostIp,
              spot: spot(['ports', index], `publishes port ${host}, as another does`),
            },
          ],
    ),
  );
  return [...named, ...published];
}

const isAny = (hostIp: string | undefined) => hostIp === undefined || hostIp === '0.0.0.0' || hostIp === '::';
const collide = (a: Claim, b: Claim) =>
  a.key === b.key && (a.hostIp === b.hostIp || isAny(a.hostIp) || isAny(b.hostIp));

/** Services that profiles keep apart may claim the same. */
const isAlways = ({ value: { profiles } }: ServiceView) => !Array.isArray(profiles) || profiles.length === 0;

/** No two services of a file claim the same port or name. */
export const check = ruleCheck('config', {
  id: 'C28',
  name: 'duplicates',
  severity: 'high',
  title: 'No two services claim the same port of the host, or the same name',
  why: 'The second one does not start.',
  source: 'Compose Specification, ports and container_name',
  problem: 'Claimed twice',
  cause: 'A service was copied and not changed in all places.',
  fix: 'Give one of them another port or name.',
  reads: ['compose'],
  bad: {
    'compose.yaml':
      'services:\n  web:\n    image: nginx:1.29\n    ports: ["80:80"]\n  admin:\n    image: nginx:1.29\n    ports: ["80:8080"]\n',
  },
  good: {
    'compose.yaml':
      'services:\n  web:\n    image: nginx:1.29\n    ports: ["80:80"]\n  admin:\n    image: nginx:1.29\n    ports: ["8080:8080"]\n',
  },
  *find(project) {
    for (const [, services] of Map.groupBy(startedServices(project), ({ file }) => file.path)) {
      const claims = services.filter(isAlways).flatMap(claimsOf);
      for (const [index, claim] of claims.entries()) {
        const first = claims.slice(0, index).find(other => collide(other, claim));
        if (first === undefined) continue;
        const { file, line, column } = first.spot;
        yield { ...claim.spot, related: { file, line, column } };
      }
    }
  },
});
