import type { ComposePort } from '../config/compose/compose-ports.ts';
import type { Draft } from './draft.ts';
import { draftDatabase } from './draft-database.ts';
import type { FoundService } from './find-services.ts';
import { OTHER_PROTOCOL_PORTS, PAGE_PORTS, USUAL_WEB_PORTS } from './service-kind.ts';
import type { Survey } from './survey.ts';

/** A target to be, with what it is for. */
export type DraftTarget = Draft['targets'][number] & {
  readonly service: string;
  readonly port: number;
  readonly use: 'web' | 'database' | 'protocol';
};

const TLS_PORTS = [443, 8443];

function web(service: FoundService, { container: port }: ComposePort, name: string): DraftTarget | string {
  if (TLS_PORTS.includes(port)) {
    return `${service.name}:${port}: TLS; add { service: ${service.name}, port: ${port}, tls: true, hostname: NAME } once its certificate is one to check`;
  }
  if (service.kind === 'unknown' && OTHER_PROTOCOL_PORTS.includes(port)) {
    return `${service.name}:${port}: the port of a protocol that failsafe does not speak; connectivity.reach tells who gets there`;
  }
  const shown = service.kind !== 'unknown' && PAGE_PORTS.includes(port);
  const certain = service.kind === 'web' || shown || USUAL_WEB_PORTS.includes(port);
  return {
    name,
    service: service.name,
    port,
    use: 'web',
    value: { service: service.name, port },
    guessed: certain ? undefined : 'it speaks HTTP',
  };
}

/** The targets of a service's published ports; a text says why a port has none. */
async function targetsOf(service: FoundService, survey: Survey): Promise<(DraftTarget | string)[]> {
  const ports = [...new Map(service.ports.map(port => [port.container, port])).values()];
  const own = ports.find(({ container }) => container === service.port);
  return Promise.all(
    ports.map(async (port, index): Promise<DraftTarget | string> => {
      const { name, kind } = service;
      const numbered = index === 0 || port === own ? name : `${name}-${port.container}`;
      if (kind === 'postgres')
        return port === own
          ? draftDatabase(service, port.container, survey)
          : `${name}:${port.container}: unknown protocol`;
      if (kind === 'web' || kind === 'unknown')
        return web(service, port, index === 0 ? name : `${name}-${port.container}`);
      if (port !== own) return web(service, port, `${name}-${port.container}`);
      const value = { service: name, port: port.container, speaks: kind };
      return { name: numbered, service: name, port: port.container, use: 'protocol', value };
    }),
  );
}

/** The targets that follow from the published ports, and what of these has none. */
export async function draftTargets(survey: Survey): Promise<{ targets: DraftTarget[]; leftOut: string[] }> {
  const found = (await Promise.all(survey.services.map(service => targetsOf(service, survey)))).flat();
  return {
    targets: found.filter(one => typeof one !== 'string'),
    leftOut: found.filter(one => typeof one === 'string'),
  };
}

/** The target that people come in by: a proxy, else what stands on others, else the first. */
export function frontOf(targets: readonly DraftTarget[], { services }: Survey): DraftTarget | undefined {
  const webs = targets.filter(({ use }) => use === 'web');
  const serviceOf = (target: DraftTarget) => services.find(({ name }) => name === target.service);
  const isBelow = ({ service }: DraftTarget) =>
    webs.some(other => serviceOf(other)?.dependsOn.includes(service));
  return (
    webs.find(target => serviceOf(target)?.front && !isBelow(target)) ??
    webs.find(target => target.guessed === undefined && !isBelow(target)) ??
    webs.find(target => !isBelow(target)) ??
    webs[0]
  );
}
