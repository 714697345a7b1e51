import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { TcpOutcome, TcpParams } from '../model/observations/network.ts';
import type { Probe, ProbeContext } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import type { Address } from '../model/stack.ts';
import { networkError } from './network-error.ts';

/**
 * Docker's proxy accepts for a published port even when nothing listens in the container, and hangs up at once. So the
 * connection must survive this long.
 */
const SETTLE_MS = 40;

/** Where to connect; with a name where there are several. */
interface Place {
  readonly address: Address;
  readonly name?: string;
}

/** Where to connect; of a target every container that there is of its service. */
async function whereIs(params: TcpParams, { stack, signal }: ProbeContext): Promise<readonly Place[]> {
  const endpoint = 'target' in params ? params.target.endpoint : params.endpoint;
  if (!('service' in endpoint)) return [{ address: endpoint }];
  const { service, port } = endpoint;
  const found = 'target' in params ? await stack.replicas?.(service, port, signal) : undefined;
  if (found === undefined) return [{ address: await stack.address(service, port, signal) }];
  return found.length > 1 ? found : found.map(({ address }) => ({ address }));
}

/** Ends after so many milliseconds, and after what came in meanwhile was heard: who was busy hears of the time first. */
async function settledFor(milliseconds: number): Promise<false> {
  await sleep(milliseconds);
  await turn();
  return false;
}

/** What says why it closes, as MySQL does to a host that it does not know, is no port with nothing behind it. */
async function hangsUp(socket: Socket): Promise<boolean> {
  const settled = new AbortController();
  const closed = Promise.race([once(socket, 'end', settled), once(socket, 'close', settled)]).then(
    () => true,
    error => (error as Error).name !== 'AbortError',
  );
  let spoke = false;
  socket.on('data', () => {
    spoke = true;
  });
  const outcome = await Promise.race([closed, settledFor(SETTLE_MS)]);
  settled.abort();
  return outcome && !spoke;
}

/** A reset can only come after the connection was accepted, however early it is told. */
function failure(error: unknown, address: string, aborted: boolean): Partial<TcpOutcome> {
  if (aborted) return { error: 'TIMEOUT' };
  const known = networkError(error, address);
  if (!(known instanceof ProbeError) || known.kind === 'observer') throw known;
  return known.code === 'ECONNRESET' ? { connected: true, closedAtOnce: true } : { error: known.code };
}

async function knock({ address, name }: Place, signal: AbortSignal): Promise<Partial<TcpOutcome>> {
  const startedAt = performance.now();
  const where = { address: `${address.host}:${address.port}`, replica: name };
  const socket = connect({ ...address, signal });
  try {
    await once(socket, 'connect');
    const durationMs = performance.now() - startedAt;
    return { ...where, connected: true, durationMs, closedAtOnce: await hangsUp(socket) };
  } catch (error) {
    return { ...where, ...failure(error, where.address, signal.aborted) };
  } finally {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

/**
 * Opens a TCP connection from this machine and closes it. A refusal is an outcome, not an error. Of several containers of
 * a service the first that fails is what is seen.
 */
export const probe: Probe<'tcp'> = {
  id: 'tcp',
  async observe(params, context) {
    const startedAt = performance.now();
    const outcome = (rest: Partial<TcpOutcome>): TcpOutcome => ({
      connected: false,
      closedAtOnce: false,
      local: context.stack.runtime === 'processes' && !('endpoint' in params && 'host' in params.endpoint),
      durationMs: performance.now() - startedAt,
      ...rest,
    });
    let places: readonly Place[];
    try {
      places = await whereIs(params, context);
    } catch (error) {
      if (error instanceof ProbeError && error.kind === 'target') return outcome({ error: error.code });
      throw error;
    }
    const seen = await Promise.all(places.map(place => knock(place, context.signal)));
    const failed = seen.find(({ connected, closedAtOnce }) => !connected || closedAtOnce);
    return outcome(failed ?? seen[0] ?? {});
  },
};
