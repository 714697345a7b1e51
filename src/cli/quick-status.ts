import { styleFor } from '../../reporters/style.ts';
import { loadConfig } from '../config/load.ts';
import { healthChecksOf } from '../engine/extensions/checks-of.ts';
import { outcome } from '../engine/outcome.ts';
import { createPlan } from '../engine/plan.ts';
import { rankFailures } from '../engine/rank-failures.ts';
import { ABOUT_SERVICE } from '../monitor/setup-of.ts';
import { look } from './look.ts';
import type { StatusOptions } from './monitor-status.ts';
import { refuseOwnStack } from './refuse-own-stack.ts';

/** A quick look that has not ended by then says nothing. */
const PATIENCE_MS = 10_000;

/** Looks by itself at what says whether the services of a compose project are there: in less than a second. */
export async function quickStatus(options: StatusOptions): Promise<number> {
  const loaded = await loadConfig({ file: options.config });
  refuseOwnStack(loaded.runtime);
  const startedAt = Date.now();
  const plan = createPlan(loaded, await healthChecksOf(loaded));
  const ids = plan.checks.filter(({ check }) => ABOUT_SERVICE.includes(check.id)).map(({ id }) => id);
  const { results, prerequisites } = await look(loaded, plan, ids, AbortSignal.timeout(PATIENCE_MS));
  const { project } = loaded.config;
  const times = {
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Date.now() - startedAt,
    startMs: 0,
  };
  const report = {
    version: 1,
    project,
    runtime: 'compose',
    ...times,
    results,
    prerequisites,
    problems: [],
  } as const;
  const { exitCode, counts } = outcome(report);
  const bad = rankFailures([...prerequisites, ...results]).filter(
    ({ status }) => status === 'fail' || status === 'error',
  );
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ verdict: ['healthy', 'unhealthy', 'unknown'][exitCode], looked: 'quickly', failures: bad }, null, 2)}\n`,
    );
    return exitCode;
  }
  const style = styleFor(process.stdout);
  const word = [style.green('HEALTHY'), style.red('UNHEALTHY'), style.yellow('UNKNOWN')][exitCode];
  const head = ` ${word}  ${counts.pass + counts.warn} of ${results.length} quick looks are well  ${style.dim('no monitor looks; `failsafe check` looks at all')}`;
  process.stdout.write(`${[head, ...bad.map(({ id, message }) => `   ${id}: ${message}`)].join('\n')}\n`);
  return exitCode;
}
