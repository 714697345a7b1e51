import pg from 'pg';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Stack, StackHandle } from '../model/stack.ts';
import type { Endpoint } from '../model/target.ts';
import { type ContainerHands, containerHands } from './container-hands.ts';
import type { Heal } from './fault.ts';
import { type Behaviour, openFront } from './front.ts';
import { handsFor, type ServiceHands } from './service-hands.ts';

const PATIENCE_MS = 10_000;

/** An isolated stack, and what a fault may do to it. */
export interface Lab {
  readonly loaded: LoadedConfig;
  /** The stack as the checks see it now. */
  stack(): Stack;
  readonly services: ServiceHands;
  /** Undefined where services are processes. */
  readonly containers: ContainerHands | undefined;
  /** From now on the checks reach this web target through a proxy that behaves as told. */
  front(target: string, behaviour: Behaviour): Promise<Heal>;
  /** From now on the checks find this address where the target is. */
  redirect(target: string, port: number): Heal;
  /** A session with a database target, or with another database of its server. End it. */
  session(target: string, database?: string): Promise<pg.Client>;
  /** Runs statements in a session of their own. */
  sql(target: string, ...statements: readonly string[]): Promise<void>;
  /** Replaces looks of the stack that cannot be broken for real without harm to this machine. */
  substitute(part: Partial<Stack>): Heal;
}

/** See {@link Lab}. */
export function createLab(loaded: LoadedConfig, handle: StackHandle, real: Stack): Lab {
  let substitutes: Partial<Stack> = {};

  function substitute(part: Partial<Stack>): Heal {
    const before = substitutes;
    substitutes = { ...substitutes, ...part };
    return async () => {
      substitutes = before;
    };
  }

  function endpointOf(target: string): Extract<Endpoint, { service: string }> {
    const found = loaded.webTargets[target] ?? loaded.databaseTargets[target];
    if (found !== undefined && 'service' in found.endpoint) return found.endpoint;
    throw new TypeError(`the target ${target} is no service of this stack`);
  }

  function redirect(target: string, port: number): Heal {
    const own = endpointOf(target);
    const { address } = { ...real, ...substitutes };
    return substitute({
      replicas: undefined,
      async address(service, wanted, signal) {
        const found = await address(service, wanted, signal);
        return service === own.service && wanted === own.port ? { host: '127.0.0.1', port } : found;
      },
    });
  }

  async function session(target: string, other?: string): Promise<pg.Client> {
    const { service, port } = endpointOf(target);
    const { database, user, password } = loaded.databaseTargets[target] ?? {};
    const address = await real.address(service, port, AbortSignal.timeout(PATIENCE_MS));
    const client = new pg.Client({
      ...address,
      database: other ?? database,
      user,
      password: password?.reveal(),
      application_name: 'failsafe prove',
      connectionTimeoutMillis: PATIENCE_MS,
    });
    // A fault may end the session
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  return {
    loaded,
    stack: () => ({ ...real, ...substitutes }),
    services: handsFor(handle),
    containers: handle.runtime === 'processes' ? undefined : containerHands(handle),
    redirect,
    substitute,
    async front(target, behaviour) {
      const { service, port } = endpointOf(target);
      const upstream = () => real.address(service, port, AbortSignal.timeout(PATIENCE_MS));
      const front = await openFront(upstream, behaviour);
      const back = redirect(target, front.port);
      return async () => {
        await back();
        await front[Symbol.asyncDispose]();
      };
    },
    session,
    async sql(target, ...statements) {
      const client = await session(target);
      try {
        for (const statement of statements) await client.query(statement);
      } finally {
        await client.end();
      }
    },
  };
}
