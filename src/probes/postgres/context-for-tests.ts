import type { ProbeContext } from '../../model/probe.ts';
import type { Address, Stack } from '../../model/stack.ts';

/** What a probe gets from the engine, with a stack that knows addresses only. */
export function contextFor(
  timeoutMs: number,
  addresses: Readonly<Record<string, Address>> = {},
): ProbeContext {
  const stack = {
    address: async (service: string) => addresses[service],
  } as unknown as Stack;
  return { stack, signal: AbortSignal.timeout(timeoutMs), timeoutMs, keepSecret: () => undefined };
}
