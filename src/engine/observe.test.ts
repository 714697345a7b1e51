import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Probe, ProbeContext, ProbeId } from '../model/probe.ts';
import type { Stack } from '../model/stack.ts';
import { createObserve } from './observe.ts';

test('who watches is told when all the others have looked', async () => {
  const ended: string[] = [];
  const after = (ms: number, name: string) => async () => {
    await sleep(ms);
    ended.push(name);
  };
  const watch = async (_: unknown, { othersDone }: ProbeContext) => {
    ended.push('watching');
    await othersDone();
    ended.push('watched');
  };
  const probes: Record<string, Partial<Probe<ProbeId>>> = {
    http: { observe: after(200, 'light') as never },
    auth: { writes: true, observe: after(200, 'writing') as never },
    'pwa-browser': { heavy: true, observe: after(900, 'heavy') as never },
    'postgres-locks': { watches: true, observe: watch as never },
  };
  const observe = createObserve({
    loadProbe: async id => ({ id, ...probes[id] }) as Probe<ProbeId>,
    stack: {} as Stack,
    signal: new AbortController().signal,
    concurrency: 4,
    keepSecret: () => undefined,
  });
  const ids = ['postgres-locks', 'pwa-browser', 'auth', 'http'] as const;
  await Promise.all(ids.map(id => observe(id, {}, 1500)));
  expect(ended).toEqual(['watching', 'light', 'writing', 'heavy', 'watched']);
});
