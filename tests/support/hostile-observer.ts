import { loadProbe } from '../../src/engine/load-probe.generated.ts';
import { checks } from '../../src/engine/registry.generated.ts';
import type { Level } from '../../src/model/level.ts';
import type { CheckResult } from '../../src/model/result.ts';
import { hostileConfig } from './hostile-config.ts';
import { levelAlone } from './level-alone.ts';

/** What the parent asks: all checks of these levels against a port. */
export interface Question {
  readonly port: number;
  readonly levels: readonly Level[];
  /** Timeouts of the checks are a few times this, in milliseconds. */
  readonly unit: number;
}

/** What it is told. */
export interface Told {
  readonly results: readonly CheckResult[];
  /** From the memory of this process at its start to the highest that it ever was, in bytes. */
  readonly growth: number;
}

// What libraries take is no memory of the look.
await Promise.all([...new Set(checks.map(({ probe }) => probe))].map(loadProbe));

gc?.();
const before = process.memoryUsage.rss();

process.on('message', async ({ port, levels, unit }: Question) => {
  gc?.();
  const results = await Promise.all(levels.map(level => levelAlone(level, hostileConfig(port, unit))));
  const growth = process.resourceUsage().maxRSS * 1024 - before;
  process.send?.({ results: results.flat(), growth } satisfies Told);
});
