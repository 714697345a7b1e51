import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Probe, ProbeId } from '../model/probe.ts';
import type { Stack } from '../model/stack.ts';
import { createObserve } from './observe.ts';

test('the last looks when the light and the writing ones have looked, and does not wait for a browser', async () => {
  const ended: string[] = [];
  const after = (ms: number, name: string) => async () => {
    await sleep(ms);
    ended.push(name);
  };
  const probes: Record<string, Partial<Probe<ProbeId>>> = {
    http: { observe: after(200, 'light') as never },
    auth: { writes: true, observe: after(200, 'writing') as never },
    'pwa-browser': { heavy: true, observe: after(900, 'heavy') as never },
    'postgres-locks': { last: true, observe: after(1, 'last') as never },
  };
  const observe = createObserve({
    loadProbe: async id => ({ id, ...probes[id] }) as Probe<ProbeId>,
    stack: {} as Stack,
    signal: new AbortController().signal,
    concurrency: 4,
    keepSecret: () => undefined,
  });
  const ids = ['postgres-locks', 'pwa-browser', 'auth', 'http'] as const;
  await Promise.all(ids.map(id => observe(id, {}, 5000)));
  expect(ended).toEqual(['light', 'writing', 'last', 'heavy']);
});
