import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { formatDuration } from '../config/units.ts';
import type { Probe, ProbeContext, ProbeId } from '../model/probe.ts';
import { ProbeError } from '../model/probe-error.ts';
import { Secret } from '../model/secret.ts';
import type { Stack } from '../model/stack.ts';
import { createPatience, type Patience } from './patience.ts';
import { remembered, type Soon } from './soon.ts';

/** A probe by its id, loaded with its libraries when it is first used. */
export type LoadProbe = (id: ProbeId) => Promise<Probe<ProbeId>>;

/** What one look gave: an observation, or why there is none. */
export type Look =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown };

/**
 * Looks at targets; at most once per cycle for the same probe and parameters. Who is not content with a look hands it
 * back as `before` and gets another one, which all who had that one share: a browser is not started for each of them.
 */
export type Observe = (probe: ProbeId, params: object, timeoutMs: number, before?: Look) => Soon<Look>;

/** Heavy and writing looks wait until nothing else has been going on for so long. */
const QUIET_MS = 50;

/** Whoever begins gently looks at so few things at the same time, until one has waited for so long. */
const FEW = 4;
const WAITS_MS = 100;

/** After the signal aborted, a probe has this long to settle before it is left behind. */
const GRACE_MS = 300;

/** The same for a probe that has a browser to end first. */
const HEAVY_GRACE_MS = 3000;

interface Options {
  readonly loadProbe: LoadProbe;
  readonly stack: Stack;
  readonly signal: AbortSignal;
  readonly concurrency: number;
  readonly gently: boolean;
  keepSecret(value: string): void;
}

/** Keys of parameters: several checks look with the very same ones, cycle after cycle. */
const keys = new WeakMap<object, string>();

/** The same parameters give the same key. Two secrets differ by their names: their values must not be in a key. */
function memoKey(params: object): string {
  const known = keys.get(params);
  if (known !== undefined) return known;
  const key = JSON.stringify(params, function (this: Record<string, unknown>, name, value) {
    const original = this[name];
    return original instanceof Secret ? `secret ${original.name}` : value;
  });
  keys.set(params, key);
  return key;
}

async function settled(
  promise: Promise<unknown>,
  signal: AbortSignal,
  timeoutMs: number,
  graceMs: number,
): Promise<Look> {
  const { promise: deadline, resolve } = Promise.withResolvers<Look>();
  const giveUp = () => {
    const message = `no answer within ${formatDuration(timeoutMs)}`;
    setTimeout(resolve, graceMs, { ok: false, error: new ProbeError('target', 'TIMEOUT', message) }).unref();
  };
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  const look = promise.then(
    (value): Look => ({ ok: true, value }),
    (error): Look => ({ ok: false, error }),
  );
  try {
    return await Promise.race([look, deadline]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function clarify(look: Look, run: AbortSignal, signal: AbortSignal, timeoutMs: number): Look {
  if (look.ok) return look;
  if (run.aborted)
    return { ok: false, error: new ProbeError('observer', 'CANCELLED', 'the run was cancelled') };
  if (look.error instanceof ProbeError || !signal.aborted) return look;
  const message = `no answer within ${formatDuration(timeoutMs)}`;
  return { ok: false, error: new ProbeError('target', 'TIMEOUT', message, { cause: look.error }) };
}

/** See {@link Observe}. A probe that ignores its signal cannot hold the run up. */
export function createObserve(options: Options): Observe {
  const { concurrency } = options;
  const limit = pLimit(options.gently ? Math.min(FEW, concurrency) : concurrency);
  let hurries = !options.gently;
  const memos = new Map<ProbeId, Map<string, Soon<Look>>>();
  const patience = createPatience(options.signal);
  const writing = new Set<Promise<Look>>();
  const pending = new Set<Promise<Look>>();

  /** What has to wait does not wait for long. */
  function hurry(): void {
    if (hurries || limit.activeCount < limit.concurrency) return;
    hurries = true;
    setTimeout(() => {
      limit.concurrency = concurrency;
    }, WAITS_MS).unref();
  }

  /** Resolves when no light look is under way, or about to follow from one that just ended. */
  async function quiet(): Promise<void> {
    for (let idle = 0; idle < 2 && !options.signal.aborted; ) {
      await sleep(QUIET_MS);
      idle = limit.activeCount + limit.pendingCount === 0 ? idle + 1 : 0;
    }
  }

  /** See {@link ProbeContext}. */
  async function othersDone(): Promise<void> {
    do {
      await Promise.all(pending);
      await quiet();
    } while (pending.size > 0 && !options.signal.aborted);
  }

  async function write(probe: Probe<ProbeId>, params: unknown, timeoutMs: number): Promise<Look> {
    await quiet();
    const seen = look(probe, params, timeoutMs);
    writing.add(seen);
    void seen.then(() => writing.delete(seen));
    return seen;
  }

  /** Of one that watches, the time runs from when the others are done. */
  function timeFor({ watches }: Probe<ProbeId>, timeoutMs: number): Patience {
    if (!watches) return patience(timeoutMs);
    const over = new AbortController();
    void othersDone().then(() => setTimeout(() => over.abort(), timeoutMs).unref());
    return { signal: AbortSignal.any([options.signal, over.signal]), over: () => undefined };
  }

  async function look(probe: Probe<ProbeId>, params: unknown, timeoutMs: number): Promise<Look> {
    const { signal, over } = timeFor(probe, timeoutMs);
    const { stack, keepSecret } = options;
    const context: ProbeContext = { stack, signal, timeoutMs, keepSecret, othersDone };
    const graceMs = probe.heavy ? HEAVY_GRACE_MS : GRACE_MS;
    const seen = await settled(probe.observe(params as never, context), signal, timeoutMs, graceMs);
    over();
    return clarify(seen, options.signal, signal, timeoutMs);
  }

  async function lookQuietly(probe: Probe<ProbeId>, params: unknown, timeoutMs: number): Promise<Look> {
    await quiet();
    return look(probe, params, timeoutMs);
  }

  async function scheduled(id: ProbeId, params: object, timeoutMs: number): Promise<Look> {
    const probe = await options.loadProbe(id);
    if (probe.idle || probe.watches) return look(probe, params, timeoutMs);
    if (probe.writes || probe.heavy) {
      const seen = (probe.writes ? write : lookQuietly)(probe, params, timeoutMs);
      pending.add(seen);
      void seen.finally(() => pending.delete(seen));
      return seen;
    }
    hurry();
    return limit(async () => {
      while (probe.seesWrites && writing.size > 0) await Promise.all(writing);
      return look(probe, params, timeoutMs);
    });
  }

  return (id, params, timeoutMs, before) => {
    const key = memoKey(params);
    const memo = memos.get(id) ?? new Map<string, Soon<Look>>();
    memos.set(id, memo);
    if (before !== undefined && memo.get(key) === before) memo.delete(key);
    return remembered(memo, key, () => scheduled(id, params, timeoutMs));
  };
}
