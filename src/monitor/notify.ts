import { formatDuration } from '../config/units.ts';
import type { Notice } from './machine/state.ts';

/** Hands a notice over to people or machines; rejects when that did not work. */
export type Channel = (notice: Notice, signal: AbortSignal) => Promise<void>;

const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 600_000;
const PATIENCE_MS = 20_000;
const GIVE_UP_MS = 86_400_000;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Rejects when the signal comes, whether or not the channel heeds it. */
const given = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** What delivery needs to know, and whom it tells. */
export interface NotifierOptions {
  /** By name; a channel that is declared no more counts as told. */
  channels(): Readonly<Record<string, Channel>>;
  told(notice: string, channel: string): void;
  log(line: string): void;
  /** Pause before the first repetition; it doubles. Default: 5 s. */
  readonly firstPauseMs?: number;
  /** A channel that has not taken a notice by then is tried again. Default: 20 s. */
  readonly patienceMs?: number;
}

/**
 * Tells each channel what is in the outbox, each by itself and again until it worked, without anybody waiting for it.
 * What was told is for the state to remember: a monitor that is killed tells it again rather than never.
 */
export function createNotifier({
  channels,
  told,
  log,
  firstPauseMs = FIRST_PAUSE_MS,
  patienceMs = PATIENCE_MS,
}: NotifierOptions) {
  const under = new Map<string, Promise<void>>();
  const waiting = new Map<string, { readonly tries: number; readonly until: number }>();
  const closing = new AbortController();

  async function send(notice: Notice, name: string, key: string): Promise<void> {
    const channel = channels()[name];
    const tries = (waiting.get(key)?.tries ?? 0) + 1;
    const patience = AbortSignal.any([closing.signal, AbortSignal.timeout(patienceMs)]);
    try {
      await Promise.race([channel?.(notice, patience), given(patience)]);
      waiting.delete(key);
      told(notice.id, name);
    } catch (error) {
      if (closing.signal.aborted) return;
      const why = patience.aborted
        ? `has not taken it within ${formatDuration(patienceMs)}`
        : reasonOf(error);
      const tooOld = Date.now() - notice.at > GIVE_UP_MS;
      log(`channel ${name}: ${why}${tooOld ? '; given up after a day' : `; try ${tries}`}`);
      const pause = Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** (tries - 1));
      waiting.set(key, { tries, until: performance.now() + pause });
      if (tooOld) told(notice.id, name);
    }
  }

  return {
    /** Starts what is due. Of one alert a channel is told in order: nobody hears of its end before its begin. */
    deliver(outbox: readonly Notice[]): void {
      const earlier = new Set<string>();
      for (const notice of outbox) {
        for (const name of notice.channels) {
          const key = `${notice.id} ${name}`;
          const alerts = notice.alerts.map(alert => `${name} ${alert.key}`);
          const waits = alerts.some(alert => earlier.has(alert));
          for (const alert of alerts) earlier.add(alert);
          const until = channels()[name] === undefined ? 0 : (waiting.get(key)?.until ?? 0);
          if (waits || under.has(key) || performance.now() < until) continue;
          under.set(
            key,
            send(notice, name, key).finally(() => under.delete(key)),
          );
        }
      }
    },
    /** Waits a moment for what is under way, then leaves the rest to the next monitor. */
    async close(patienceMs: number): Promise<void> {
      const timer = setTimeout(() => closing.abort(), patienceMs);
      await Promise.all(under.values());
      clearTimeout(timer);
      closing.abort();
    },
  };
}
