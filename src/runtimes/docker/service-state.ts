import type { Address, ServiceNetwork, ServiceState } from '../../model/stack.ts';
import type { InspectedContainer } from './project-containers.ts';

const NEVER = '0001-01-01T00:00:00Z';
const STATES = ['running', 'exited', 'paused', 'restarting', 'created', 'dead'] as const;
const HEALTH_OUTPUT_LENGTH = 2000;

/** What is known of a container beside its details. */
export interface ContainerFacts {
  readonly service: string;
  readonly container: InspectedContainer;
  readonly ports: Readonly<Record<number, Address>>;
  /** The image that its name points to now; undefined when it points to none. */
  readonly currentImage: string | undefined;
  readonly oneShot: boolean;
}

const moment = (time: string | undefined): string | undefined =>
  time === undefined || time === '' || time === NEVER ? undefined : time;

/** Moby reports `removing` and, for a short while, nothing that we know: both are on their way out. */
function stateOf({ State }: InspectedContainer): ServiceState['state'] {
  return STATES.find(state => state === State.Status) ?? 'dead';
}

const bounded = (output: string): string =>
  output.length > HEALTH_OUTPUT_LENGTH ? `${output.slice(0, HEALTH_OUTPUT_LENGTH)}…` : output;

type Health = Pick<ServiceState, 'health' | 'healthOutput' | 'failingSince'>;

function healthOf({ State }: InspectedContainer): Health {
  const status = State.Health?.Status;
  if (status !== 'healthy' && status !== 'unhealthy' && status !== 'starting') return { health: 'none' };
  const probes = State.Health?.Log ?? [];
  const failure = probes.findLast(({ ExitCode }) => ExitCode !== 0);
  if (status === 'healthy' || failure === undefined) return { health: status };
  const streak = probes.slice(probes.findLastIndex(({ ExitCode }) => ExitCode === 0) + 1);
  const failingSince = streak[0]?.Start;
  return {
    health: status,
    healthOutput: bounded(failure.Output.trim()),
    ...(failingSince && { failingSince }),
  };
}

/** Networks that are not one of the project: there are no names of services in them. */
const NOT_OWN = /^(?:default|bridge|host|none|container:.*)$/;

/** Docker compose makes a container in its first network, and gives it the name of the service in each. */
function networkOf(service: string, { HostConfig, NetworkSettings }: InspectedContainer) {
  const mode = HostConfig.NetworkMode ?? 'default';
  if (NOT_OWN.test(mode)) return undefined;
  const joined = Object.entries(NetworkSettings.Networks);
  const isIn = joined.some(([name, { NetworkID }]) => mode === name || mode === NetworkID);
  const nameless = joined.filter(([name, { Aliases }]) => !NOT_OWN.test(name) && !Aliases?.includes(service));
  return { left: isIn ? undefined : mode, nameless: nameless.map(([name]) => name) } satisfies ServiceNetwork;
}

/** One container as the state of its service. */
export function toServiceState(facts: ContainerFacts): ServiceState {
  const { container, currentImage } = facts;
  const state = stateOf(container);
  const refused = state === 'created' && container.State.Error !== '';
  const ended = state === 'exited' || state === 'dead' || state === 'restarting' || refused;
  return {
    service: facts.service,
    state,
    ...healthOf(container),
    exitCode: ended ? container.State.ExitCode : undefined,
    startError: container.State.Error || undefined,
    oomKilled: container.State.OOMKilled,
    memoryLimitBytes: container.HostConfig.Memory || undefined,
    restarts: container.RestartCount,
    startedAt: moment(container.State.StartedAt),
    finishedAt: moment(container.State.FinishedAt),
    image: container.Config.Image,
    imageCurrent: currentImage === undefined ? undefined : currentImage === container.Image,
    network: networkOf(facts.service, container),
    ports: facts.ports,
    oneShot: facts.oneShot,
  };
}

/** A service that is declared and has no container. */
export function missingService(service: string, oneShot: boolean): ServiceState {
  return {
    service,
    state: 'missing',
    health: 'none',
    oomKilled: false,
    restarts: 0,
    instances: { up: 0, existing: 0 },
    image: '',
    ports: {},
    oneShot,
  };
}

/** The higher, the worse; what does not run is worse than what is unhealthy. */
function badness({ state, health, oneShot, exitCode }: ServiceState): number {
  if (state === 'running') return { healthy: 0, none: 0, starting: 1, unhealthy: 2 }[health];
  if (state === 'exited' && oneShot && exitCode === 0) return 0;
  return { created: 3, paused: 4, restarting: 5, exited: 6, dead: 7, missing: 8 }[state];
}

const isUp = ({ state, oneShot, exitCode }: ServiceState): boolean =>
  state === 'running' || (state === 'exited' && oneShot && exitCode === 0);

/** Of a service with several containers, the one to worry about, and how many there are. */
export function worst(states: readonly ServiceState[]): ServiceState | undefined {
  const [first] = states.toSorted((a, b) => badness(b) - badness(a) || b.restarts - a.restarts);
  if (first === undefined) return undefined;
  // In UTC, and the engine cuts zeros off the fractions of seconds: as moments, not as texts
  const startedAt = states
    .flatMap(one => one.startedAt ?? [])
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
  const restarts = states.reduce((sum, one) => sum + one.restarts, 0);
  const up = states.filter(isUp).length;
  return { ...first, instances: { up, existing: states.length, restarts, startedAt } };
}
