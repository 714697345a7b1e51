import type { LoadedConfig } from '../../config/loaded-config.ts';
import { oneShotsOf } from '../../config/one-shots.ts';
import { ProbeError } from '../../model/probe-error.ts';
import type { Replica, RuntimeName, Stack } from '../../model/stack.ts';
import { composeCli } from './compose-cli.ts';
import { configStates } from './config-states.ts';
import { createConnector } from './connect-from.ts';
import { worstUsage } from './container-usage.ts';
import { containersOf, runningContainersOf } from './containers-of-service.ts';
import { diskRoom } from './disk-room.ts';
import type { Engine } from './engine.ts';
import { mostAlike } from './most-alike.ts';
import { oomKillsOf } from './oom-kills.ts';
import { type ComposeScope, printableAction } from './printable-command.ts';
import { nameOf, serviceOf } from './project-containers.ts';
import { addressOf } from './published-ports.ts';
import { readLogs } from './read-logs.ts';
import { readUsage } from './read-usage.ts';
import { serviceStates } from './service-states.ts';
import { shareListing } from './share-listing.ts';

/** What a stack of containers is known by. */
export interface DockerStackOptions {
  readonly engine: Engine;
  readonly runtime: RuntimeName;
  /** The compose project. */
  readonly project: string;
  readonly loaded: LoadedConfig;
  /** How to name it in commands. */
  readonly scope: Omit<ComposeScope, 'cli'>;
}

/** The containers that carry the label of one compose project, as a stack. */
export function dockerStack(options: DockerStackOptions): Stack {
  const { engine, project, loaded, runtime } = options;
  const { publishedHost } = engine;
  const oneShots = oneShotsOf(loaded);
  const lookAt = { project, declared: loaded.topology.services, oneShots };
  const tryConnection = createConnector(engine);
  const list = shareListing(engine, project);

  async function replicasOf(service: string, port: number, signal: AbortSignal) {
    const containers = await list(signal);
    const [first, ...others] = runningContainersOf(service, containers).flatMap((container): Replica[] => {
      const address = addressOf(container, containers, port, publishedHost);
      return address === undefined ? [] : [{ name: nameOf(container), address }];
    });
    if (first !== undefined) return [first, ...others] as const;
    const message = `service ${service} does not publish port ${port}`;
    throw new ProbeError('target', 'PORT_NOT_PUBLISHED', message);
  }

  return {
    runtime,
    project,
    deployment: runtime === 'compose' ? `${engine.uri} ${project}` : undefined,
    services: signal => serviceStates(engine, lookAt, signal),

    configStates:
      runtime === 'compose'
        ? async signal => {
            const cli = await composeCli();
            return configStates({ cli, ...options.scope }, await list(signal), signal);
          }
        : undefined,

    async servicesByAddress(signal) {
      const containers = await list(signal);
      return new Map(
        containers.flatMap(container =>
          Object.values(container.NetworkSettings.Networks)
            .filter(({ IPAddress }) => IPAddress !== '')
            .map(({ IPAddress }) => [IPAddress, serviceOf(container)] as const),
        ),
      );
    },

    address: async (service, port, signal) => (await replicasOf(service, port, signal))[0].address,
    replicas: replicasOf,
    twins: async (services, signal) => mostAlike(services, await list(signal)),

    async usage(service, signal) {
      const [first, ...others] = runningContainersOf(service, await list(signal));
      const [usage, ...more] = await Promise.all([
        readUsage(engine, first.Id, signal),
        ...others.map(({ Id }) => readUsage(engine, Id, signal)),
      ]);
      return worstUsage([usage, ...more]);
    },

    async oomKills(service, signal) {
      const ids = runningContainersOf(service, await list(signal)).map(({ Id }) => Id);
      return oomKillsOf(engine, ids, signal);
    },

    async logs(service, which, signal) {
      const ids = containersOf(service, await list(signal)).map(({ Id }) => Id);
      return readLogs(engine, ids, which, signal);
    },

    async connect(from, to, port, signal) {
      const [{ Id }] = runningContainersOf(from, await list(signal));
      return tryConnection(from, Id, to, port, signal);
    },

    disk(signal) {
      const running = async () => (await list(signal)).filter(({ State }) => State === 'running');
      return diskRoom(engine, async () => (await running()).map(({ Id }) => Id), signal);
    },

    async command(action, service) {
      return printableAction({ cli: await composeCli(), ...options.scope }, action, service);
    },

    /** Idle connections to the engine hold nothing up. */
    async close() {},
  };
}
