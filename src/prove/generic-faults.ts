import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { ANYWHERE, CONTAINERS, type Fault } from './fault.ts';

const LATENCY_MS = 30_000;

function serviceFaults(service: string): Fault[] {
  const red = [{ id: `containers.running:${service}` }] as const;
  return [
    {
      id: `containers.killed:${service}`,
      title: `${service} is killed`,
      runtimes: ANYWHERE,
      red,
      fix: service,
      async inject({ services }) {
        await services.kill(service);
        return () => services.start(service);
      },
    },
    {
      id: `containers.paused:${service}`,
      title: `${service} is paused`,
      runtimes: ANYWHERE,
      red: [{ ...red[0], code: 'SERVICE_PAUSED' }],
      async inject({ services }) {
        await services.pause(service);
        return () => services.resume(service);
      },
    },
    {
      id: `containers.stopped:${service}`,
      title: `${service} is stopped`,
      runtimes: CONTAINERS,
      red,
      fix: service,
      async inject({ services, containers }) {
        await (await containers?.get(service))?.stop();
        return () => services.start(service);
      },
    },
    {
      id: `containers.partition:${service}`,
      title: `${service} is cut off from the network of the others`,
      runtimes: CONTAINERS,
      red: [{ id: `containers.network:${service}`, code: 'NETWORK_LEFT' }],
      fix: 'force-recreate',
      inject: async ({ containers }) =>
        (await containers?.move(service, () => ({}))) ?? (() => Promise.resolve()),
    },
  ];
}

function targetFaults(target: string): Fault[] {
  const red = [{ id: `connectivity.http:${target}` }] as const;
  return [
    {
      id: `connectivity.latency:${target}`,
      title: `${target} takes ${LATENCY_MS / 1000} s for each answer`,
      runtimes: ANYWHERE,
      red: [{ ...red[0], code: 'TIMEOUT' }],
      inject: ({ front }) =>
        front(target, {
          async handle() {
            await sleep(LATENCY_MS, undefined, { ref: false });
            return false;
          },
        }),
    },
  ];
}

/** Faults that any stack can have: each service that is to run killed, paused, stopped and cut off, each web target too slow. */
export function genericFaults({ topology, compose, webTargets }: LoadedConfig): Fault[] {
  const isOff = (service: string) => compose?.services[service]?.replicas === 0;
  const own = Object.values(webTargets).filter(({ endpoint }) => 'service' in endpoint);
  const services = topology.services.filter(service => !isOff(service));
  return [...services.flatMap(serviceFaults), ...own.flatMap(({ name }) => targetFaults(name))];
}
