import type { ComposeDocument, ComposeResource, ComposeService } from './compose-document.ts';
import { type CopiedFolder, isolateMounts, type MountRules } from './isolate-mounts.ts';
import { isolateService, type ServiceRules } from './isolate-service.ts';

/** What makes a deployment a run of its own. */
export interface IsolationRules extends MountRules {
  readonly labels: Readonly<Record<string, string>>;
  readonly publishOn: string | undefined;
  /** Name of the image that is built for a service of this deployment; the same in every run. */
  imageName(service: string): string;
}

/** A deployment that is isolated from all others. */
export interface Isolated {
  readonly document: ComposeDocument;
  readonly copies: readonly CopiedFolder[];
}

type Resources = Readonly<Record<string, ComposeResource | null>>;

const BRIDGE_NAME = 'com.docker.network.bridge.name';

/** Networks that exist elsewhere, fixed names and address ranges are given up. */
function freshNetwork(network: ComposeResource | null): ComposeResource {
  const { name, external, ipam, driver_opts = {}, ...kept } = network ?? {};
  const { [BRIDGE_NAME]: _, ...options } = driver_opts as Record<string, unknown>;
  return { ...kept, driver_opts: options };
}

/** Each gets its labels; without a `name` it is named after the project. */
function labelled(
  resources: Resources,
  labels: IsolationRules['labels'],
  change: (resource: ComposeResource | null) => ComposeResource,
): Resources {
  const entries = Object.entries(resources).map(([key, resource]) => {
    return [key, { ...change(resource), labels: { ...resource?.labels, ...labels } }];
  });
  return Object.fromEntries(entries);
}

/** Images that are built here get names of our own, also for services which use an image that another one builds. */
function builtImages(services: ComposeDocument['services'], rules: IsolationRules): ServiceRules['imageFor'] {
  const built = Object.entries(services).filter(([, service]) => service.build !== undefined);
  const byImage = new Map(built.map(([name, { image }]) => [image, rules.imageName(name)]));
  return name => {
    const service = services[name];
    if (service?.build !== undefined) return rules.imageName(name);
    return service?.image === undefined ? undefined : byImage.get(service.image);
  };
}

/**
 * Rewrites a rendered compose file so that it can run beside the deployment and beside other runs of itself: random
 * ports, fresh networks and volumes, no fixed container names or addresses, images of its own, no writing into files
 * of this machine.
 */
export function isolate(document: ComposeDocument, rules: IsolationRules): Isolated {
  const { name, services, networks, volumes, ...kept } = document;
  const serviceRules: ServiceRules = { ...rules, imageFor: builtImages(services, rules) };
  const copies = new Map<string, CopiedFolder>();
  const copyVolumes = new Set<string>();
  const isolatedServices: Record<string, ComposeService> = {};
  for (const [key, service] of Object.entries(services)) {
    const isolated = isolateMounts(key, service.volumes ?? [], rules);
    for (const volume of isolated.volumes) copyVolumes.add(volume);
    for (const copy of isolated.copies) if (!copies.has(copy.source)) copies.set(copy.source, copy);
    const own = isolateService(key, service, serviceRules);
    isolatedServices[key] = service.volumes === undefined ? own : { ...own, volumes: isolated.mounts };
  }
  const copied = Object.fromEntries([...copyVolumes].map(volume => [volume, null]));
  return {
    document: {
      ...kept,
      services: isolatedServices,
      networks: labelled({ default: null, ...networks }, rules.labels, freshNetwork),
      // A volume of the run is empty, whatever it is in the deployment: a driver may lead to files that exist
      volumes: labelled({ ...volumes, ...copied }, rules.labels, () => ({})),
    },
    copies: [...copies.values()],
  };
}
