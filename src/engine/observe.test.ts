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
    gently: false,
    keepSecret: () => undefined,
  });
  const ids = ['postgres-locks', 'pwa-browser', 'auth', 'http'] as const;
  await Promise.all(ids.map(id => observe(id, {}, 1500)));
  expect(ended).toEqual(['watching', 'light', 'writing', 'heavy', 'watched']);
});

test('who begins gently looks at few things at the same time, unless they take long', async () => {
  const most = async (look: () => Promise<unknown>) => {
    let underWay = 0;
    let most = 0;
    const watched = async () => {
      most = Math.max(most, ++underWay);
      await look();
      underWay--;
    };
    const observe = createObserve({
      loadProbe: async id => ({ id, observe: watched }) as unknown as Probe<ProbeId>,
      stack: {} as Stack,
      signal: new AbortController().signal,
      concurrency: 16,
      gently: true,
      keepSecret: () => undefined,
    });
    await Promise.all(Array.from({ length: 40 }, (_, path) => observe('http', { path }, 5000)));
    return most;
  };
  expect(await most(async () => undefined)).toBe(4);
  expect(await most(() => sleep(300))).toBe(16);
});
