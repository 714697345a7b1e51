import type { LoadedConfig } from '../../config/loaded-config.ts';
import { oneShotsOf } from '../../config/one-shots.ts';
import type { ServiceExpectation } from '../../config/schema/containers.ts';
import type { Observation } from '../../model/probe.ts';
import type { ServiceState } from '../../model/stack.ts';

/** What all checks of one service know of it. */
export interface ServiceSubject {
  readonly service: string;
}

/** A service that is checked, with what is declared for it; its own entry wins over the defaults. */
export interface CheckedService extends ServiceSubject {
  readonly declared: ServiceExpectation;
  /** Declared to run to its end. */
  readonly oneShot: boolean;
  /** How many containers of it the compose file wants; 1 when it says nothing. */
  readonly replicas: number;
}

/** The services of the stack without the ignored ones. */
export function declaredServices(loaded: LoadedConfig): CheckedService[] {
  const { config, topology, compose } = loaded;
  const { defaults, services, ignore = [] } = config.containers ?? {};
  const oneShots = oneShotsOf(loaded);
  return topology.services
    .filter(service => !ignore.includes(service))
    .map(service => ({
      service,
      declared: { ...defaults, ...services?.[service] },
      oneShot: oneShots.has(service),
      replicas: compose?.services[service]?.replicas ?? 1,
    }));
}

/** The {@link declaredServices} without those that the compose file turns off (`replicas: 0`): nothing of them is to run. */
export const checkedServices = (loaded: LoadedConfig): CheckedService[] =>
  declaredServices(loaded).filter(({ replicas }) => replicas > 0);

/** The {@link checkedServices} that run on: what ran to its end leaves nothing to be looked at but how it ended. */
export const longRunning = (loaded: LoadedConfig): CheckedService[] =>
  checkedServices(loaded).filter(({ oneShot }) => !oneShot);

/** The parts of a check's application that all checks of a service share. */
export const applied = ({ service, declared }: CheckedService) => ({
  subject: service,
  tags: declared.tags,
  timeoutMs: declared.timeout,
});

/** What looks at the engine's statistics has this long by default: they take 1 to 2 s at rest, and much longer on a busy machine. */
const USAGE_TIMEOUT_MS = 15_000;

/** As {@link applied}, for checks of what a service uses. */
export const appliedToUsage = (one: CheckedService) => ({
  ...applied(one),
  timeoutMs: one.declared.timeout ?? USAGE_TIMEOUT_MS,
});

/** The checks that say nothing while the service does not run. */
export const needsRunning = ({ service }: ServiceSubject): string[] => [`containers.running:${service}`];

/** The state of one service; a service that nothing is known of is missing. */
export function stateOf(states: Observation<'services'>, { service }: ServiceSubject): ServiceState {
  return (
    states.find(state => state.service === service) ?? {
      service,
      state: 'missing',
      health: 'none',
      oomKilled: false,
      restarts: 0,
      image: '',
      ports: {},
      oneShot: false,
    }
  );
}

/** Whether this is a one-shot that has done its work. */
export const isDone = (state: ServiceState): boolean =>
  state.oneShot && state.state === 'exited' && state.exitCode === 0;
