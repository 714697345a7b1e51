import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Stack } from '../../model/stack.ts';
import { resolveWeb, urlOf } from '../../probes/web-address.ts';
import { agentFor } from '../../probes/web-agent.ts';

const PAUSE_MS = 100;
const PATIENCE_MS = 2000;
/** A proxy that has nothing behind it answers with one of these. */
const NOT_SERVING = new Set([502, 503, 504]);

/** Measures how long the web targets do not answer. */
export interface GapWatch {
  /** Ends it, and gives the longest time in milliseconds; undefined where no web target answered before. */
  end(): Promise<number | undefined>;
}

async function answers(loaded: LoadedConfig, stack: Stack, name: string): Promise<boolean> {
  const target = loaded.webTargets[name];
  if (target === undefined) return false;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const address = await resolveWeb(target, { stack, signal });
    const answer = await request(urlOf(address, target, '/'), {
      dispatcher: agentFor(address).dispatcher,
      signal,
    });
    await answer.body.dump();
    return !NOT_SERVING.has(answer.statusCode);
  } catch {
    return false;
  }
}

/** Begins to ask each web target for its first page, ten times a second. */
export async function watchGap(loaded: LoadedConfig, stack: Stack): Promise<GapWatch> {
  const names = Object.keys(loaded.webTargets);
  const first = await Promise.all(names.map(name => answers(loaded, stack, name)));
  const served = names.filter((_, index) => first[index]);
  const stop = new AbortController();
  let longest = 0;
  const watching = served.map(async name => {
    let lastSeen = performance.now();
    while (!stop.signal.aborted) {
      const askedAt = performance.now();
      const seen = await answers(loaded, stack, name);
      const now = performance.now();
      longest = Math.max(longest, (seen ? askedAt : now) - lastSeen);
      if (seen) lastSeen = now;
      await sleep(PAUSE_MS);
    }
  });
  return {
    async end() {
      stop.abort();
      await Promise.all(watching);
      return served.length === 0 ? undefined : Math.round(longest);
    },
  };
}
