import type { Stack } from '../../model/stack.ts';
import { createUsageMeter } from './measure-usage.ts';
import { type History, openHistory } from './open-history.ts';
import { REGRESSION_MS, type Regression, regressionsOf } from './regressions.ts';
import type { Sample } from './series.ts';
import { type Summary, summarise } from './summarise.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SHOWN_MS = 24 * HOUR;
const POINTS = 96;

/** What the page shows of the history. */
export interface Told {
  /** The last 24 hours, in 96 parts. */
  readonly series: readonly Summary[];
  readonly regressions: readonly Regression[];
}

/** The history as the monitor writes it. Whatever goes wrong with it is said once, and holds nothing up. */
export interface Chronicle {
  add(samples: readonly Sample[]): void;
  /** Asks at most once a minute what services use. */
  measure(stack: Stack, services: readonly string[], signal: AbortSignal): Promise<void>;
  /** What slows down is news when it begins. */
  regressed(): Regression[];
  told(): Told;
  close(): Promise<void>;
}

const key = ({ kind, name }: Regression) => `${kind} ${name}`;

/** Opens the history of a project for the monitor. */
export async function openChronicle(folder: string, say: (line: string) => void): Promise<Chronicle> {
  const lost = (error: unknown) =>
    say(`the history is not kept: ${error instanceof Error ? error.message : String(error)}`);
  const meter = createUsageMeter();
  let failed = false;
  const history: History | undefined = await openHistory(folder).catch(error => void lost(error));
  let measuring: Promise<void> | undefined;
  let measuredAt = 0;
  let comparedAt = 0;
  let slow: Regression[] = [];
  let told: { readonly at: number; readonly of: Told } | undefined;

  function guard<T>(use: (open: History) => T, otherwise: T): T {
    if (history === undefined) return otherwise;
    try {
      const used = use(history);
      failed = false;
      return used;
    } catch (error) {
      if (!failed) lost(error);
      failed = true;
      return otherwise;
    }
  }

  const add = (samples: readonly Sample[]) => guard(open => open.record(samples, Date.now()), undefined);

  return {
    add,
    async measure(stack, services, signal) {
      if (measuring !== undefined || Date.now() - measuredAt < MINUTE) return;
      measuredAt = Date.now();
      measuring = meter(stack, services, signal).then(add);
      await measuring.finally(() => {
        measuring = undefined;
      });
    },
    regressed() {
      const now = Date.now();
      if (now - comparedAt < 10 * MINUTE) return [];
      comparedAt = now;
      const before = new Set(slow.map(key));
      slow = guard(
        open => regressionsOf(open.read(now - HOUR, now), open.read(now - REGRESSION_MS, now), now),
        [],
      );
      return slow.filter(one => !before.has(key(one)));
    },
    told() {
      const now = Date.now();
      if (told !== undefined && now - told.at < MINUTE) return told.of;
      const since = now - SHOWN_MS;
      const series = guard(open => open.read(since, now), []).map(one => summarise(one, since, now, POINTS));
      told = { at: now, of: { series, regressions: slow } };
      return told.of;
    },
    async close() {
      await measuring;
      guard(open => open.close(), undefined);
    },
  };
}
