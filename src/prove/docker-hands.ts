import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import type { StackHandle } from '../model/stack.ts';
import { openEngine } from '../runtimes/docker/engine.ts';
import { listContainers, serviceOf } from '../runtimes/docker/project-containers.ts';
import { runExec } from './container-exec.ts';
import type { ServiceHands } from './service-hands.ts';

const PATIENCE_MS = 60_000;
const POLL_MS = 100;

/** The container of a service of a compose project. */
export async function containerOf({ project }: StackHandle, service: string): Promise<Docker.Container> {
  const engine = openEngine();
  const listed = await listContainers(engine, project, AbortSignal.timeout(PATIENCE_MS));
  const own = listed.find(container => serviceOf(container) === service);
  if (own === undefined) throw new TypeError(`${project} has no container of ${service}`);
  return new Docker(engine.options).getContainer(own.Id);
}

/** Waits until a container runs and its health check, if it has one, passes. */
export async function ready(container: Docker.Container): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { Running, Health } = (await container.inspect()).State;
    if (Running && (Health === undefined || Health.Status === 'healthy')) return;
    await sleep(POLL_MS);
  }
  throw new Error(`container ${container.id.slice(0, 12)} is not ready after ${PATIENCE_MS} ms`);
}

/** Acts of the engine on the containers of a project. */
export function dockerHands(handle: StackHandle): ServiceHands {
  const container = (service: string) => containerOf(handle, service);
  return {
    kill: async service => (await container(service)).kill(),
    pause: async service => (await container(service)).pause(),
    resume: async service => (await container(service)).unpause(),
    async start(service) {
      const own = await container(service);
      await own.start();
      await ready(own);
    },
    async say(service, lines) {
      const command = ['sh', '-c', 'printf "%s\\n" "$@" > /proc/1/fd/2', 'sh', ...lines];
      await runExec(await container(service), command);
    },
  };
}
