import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import type { StackHandle } from '../model/stack.ts';
import { openEngine } from '../runtimes/docker/engine.ts';
import { runExec } from './container-exec.ts';
import {
  attach,
  type CreateOptions,
  createOptionsOf,
  type Endpoints,
  endpointsOf,
} from './container-options.ts';
import { containerOf, ready } from './docker-hands.ts';
import type { Heal } from './fault.ts';

const PATIENCE_MS = 120_000;
const POLL_MS = 100;

/** What can be done to the containers of an isolated stack beside what {@link ServiceHands} can. */
export interface ContainerHands {
  readonly docker: Docker;
  /** The compose project. */
  readonly project: string;
  get(service: string): Promise<Docker.Container>;
  inspect(service: string): Promise<Docker.ContainerInspectInfo>;
  /** Resolves when the container of a service is as told. */
  until(service: string, what: (details: Docker.ContainerInspectInfo) => boolean): Promise<void>;
  /** Runs a command in the container, as its user unless another is named, and gives what it wrote. */
  exec(service: string, command: readonly string[], user?: string): Promise<string>;
  /** Replaces a file that exists; healing writes it back. */
  write(service: string, path: string, change: (text: string) => string): Promise<Heal>;
  /**
   * Replaces the container of a service by a changed one with the same name, labels, volumes and networks, and starts
   * it. Healing replaces it by one as the first, and waits until that is ready.
   */
  recreate(service: string, change?: Change): Promise<Heal>;
  /** Removes the container of a service. Healing makes it anew, and waits until it is ready. */
  remove(service: string): Promise<Heal>;
  /** A network of the project; removed by healing, when nothing is in it any more. */
  network(name: string): Promise<Heal>;
  /** Joins a container to networks and leaves all others. Healing goes back. */
  move(service: string, endpoints: (before: Endpoints) => Endpoints): Promise<Heal>;
}

/** How a container is changed when it is replaced. */
export interface Change {
  readonly options?: (before: CreateOptions) => CreateOptions;
  /** Default true. A start that the engine refuses is no error: it may be the fault. */
  readonly start?: boolean;
  /** What it must have become before the fault is there to be seen. */
  until?(details: Docker.ContainerInspectInfo): boolean;
  /** Done after the old container is gone and before the new one is made. */
  between?(): Promise<void>;
}

/** See {@link ContainerHands}. */
export function containerHands(handle: StackHandle): ContainerHands {
  const docker = new Docker(openEngine().options);
  const { project } = handle;
  const get = (service: string) => containerOf(handle, service);
  const inspect = async (service: string) => (await get(service)).inspect();

  async function until(service: string, what: (details: Docker.ContainerInspectInfo) => boolean) {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(POLL_MS)) {
      if (what(await inspect(service))) return;
    }
    throw new Error(`${service} did not become what it should within ${PATIENCE_MS} ms`);
  }

  async function exec(service: string, command: readonly string[], user?: string) {
    return runExec(await get(service), command, user);
  }

  async function create(options: CreateOptions): Promise<Docker.Container> {
    const { NetworkingConfig, ...others } = options;
    const [first, ...more] = Object.entries(NetworkingConfig?.EndpointsConfig ?? {});
    const EndpointsConfig = first && Object.fromEntries([first]);
    const made = await docker.createContainer({ ...others, NetworkingConfig: { EndpointsConfig } });
    await attach(docker, made.id, Object.fromEntries(more));
    return made;
  }

  /** Whatever stands there by the name is removed first. */
  async function replace(options: CreateOptions, between?: Change['between']): Promise<Docker.Container> {
    if (options.name !== undefined) await gone(docker.getContainer(options.name));
    await between?.();
    return create(options);
  }

  async function gone(container: Docker.Container): Promise<void> {
    await container.remove({ force: true }).catch(error => {
      if (error.statusCode !== 404) throw error;
    });
  }

  const restored = (before: CreateOptions) => async () => {
    const own = await replace(before);
    await own.start();
    await ready(own);
  };

  return {
    docker,
    project,
    get,
    inspect,
    until,
    exec,
    async write(service, path, change) {
      const before = await exec(service, ['cat', path], 'root');
      const put = async (text: string) => {
        await exec(service, ['sh', '-c', 'printf %s "$2" > "$1"', 'sh', path, text], 'root');
      };
      await put(change(before));
      return () => put(before);
    },
    async recreate(
      service,
      { options = (same: CreateOptions) => same, start = true, between, until: what } = {},
    ) {
      const before = createOptionsOf(await inspect(service));
      const heal = restored(before);
      try {
        const own = await replace(options(before), between);
        if (start) await own.start().catch(() => undefined);
        if (what !== undefined) await until(service, what);
      } catch (error) {
        await heal();
        throw error;
      }
      return heal;
    },
    async remove(service) {
      const own = await get(service);
      const before = createOptionsOf(await own.inspect());
      await gone(own);
      return restored(before);
    },
    async network(name) {
      const Labels = { 'com.docker.compose.project': project };
      const made = await docker.createNetwork({ Name: name, Labels, CheckDuplicate: true });
      return () => made.remove();
    },
    async move(service, endpoints) {
      const details = await inspect(service);
      const before = endpointsOf(details);
      const to = async (from: Endpoints, next: Endpoints) => {
        for (const name of Object.keys(from))
          await docker.getNetwork(name).disconnect({ Container: details.Id, Force: true });
        await attach(docker, details.Id, next);
      };
      const next = endpoints(before);
      await to(before, next);
      return async () => {
        await to(next, before);
        await ready(docker.getContainer(details.Id));
      };
    },
  };
}
