import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnCheck } from '../../extend/check.ts';
import type { OwnLook, OwnProbeContext } from '../../extend/probe.ts';
import type { Probe, ProbeContext, ProbeId } from '../../model/probe.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { resolveWeb, urlOf } from '../../probes/web-address.ts';

/** A probe that heeds its signal settles within it. */
const GRACE_MS = 200;

/** What an own probe looks at. */
export type Look = OwnLook<Record<string, unknown>>;

function contextOf({ target }: Look, context: ProbeContext): OwnProbeContext {
  const { stack, signal, timeoutMs, keepSecret } = context;
  const declared = (): NonNullable<Look['target']> => {
    if (target !== undefined) return target;
    throw new TypeError('the entry of `custom` names no target, and its probe asks where it is');
  };
  return {
    stack,
    signal,
    timeoutMs,
    keepSecret,
    async address() {
      const { endpoint } = declared();
      return 'service' in endpoint ? stack.address(endpoint.service, endpoint.port, signal) : endpoint;
    },
    async url(path) {
      const web = declared();
      if (!('basePath' in web)) throw new TypeError(`the target ${web.name} does not speak HTTP`);
      return urlOf(await resolveWeb(web, context), web, path);
    },
  };
}

/** Rejects when the time is up and the look does not end by itself. */
async function overdue(id: string, { signal, timeoutMs }: ProbeContext, ended: AbortSignal): Promise<never> {
  const up = Promise.withResolvers<void>();
  if (signal.aborted) up.resolve();
  signal.addEventListener('abort', () => up.resolve(), { once: true, signal: ended });
  await up.promise;
  await sleep(GRACE_MS, undefined, { ref: false, signal: ended });
  throw new ProbeError('observer', 'PROBE_HANGS', `the probe of ${id} did not end within ${timeoutMs} ms`);
}

/** A probe of a module: whatever goes wrong in it is no evidence against the target, unless it says so. */
export function guardProbe({ id, probe }: OwnCheck): Probe<ProbeId> {
  async function observe(look: Look, context: ProbeContext): Promise<unknown> {
    const ended = new AbortController();
    const hanging = overdue(id, context, ended.signal);
    hanging.catch(() => undefined);
    try {
      const observed = async () => probe.observe(look, contextOf(look, context));
      const seen = await Promise.race([observed(), hanging]);
      if (seen === undefined) throw new TypeError('it returned nothing');
      return seen;
    } catch (error) {
      // The engine knows what a look that was broken off means
      if (error instanceof ProbeError || context.signal.aborted) throw error;
      throw new ProbeError('observer', 'PROBE_THREW', `the probe of ${id} threw`, { cause: error });
    } finally {
      ended.abort();
    }
  }
  return {
    id: id as ProbeId,
    ...(probe.writes && { writes: true as const }),
    observe: (look, context) => observe(look as unknown as Look, context) as Promise<never>,
  };
}
