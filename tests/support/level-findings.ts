import type { Config } from '../../src/config/schema/config.ts';
import { createPlan } from '../../src/engine/plan.ts';
import { checks, loadProbe } from '../../src/engine/registry.generated.ts';
import { createRun } from '../../src/engine/run.ts';
import type { Level } from '../../src/model/level.ts';
import type { Stack } from '../../src/model/stack.ts';
import type { WebTarget } from '../../src/model/target.ts';
import { loadedWith } from './small-plan.ts';

/**
 * Runs every check of a level against a target on this machine, and gives those that are neither `pass` nor `skip`:
 * `icons fail ICON_HTML`, and `browser-installable < icons` for one that is put down to another.
 */
export async function levelFindings(
  level: Level,
  target: WebTarget,
  declared: Partial<Config>,
): Promise<string[]> {
  const loaded = {
    ...loadedWith(),
    config: { version: 1 as const, project: 'small', ...declared },
    webTargets: { [target.name]: target },
  };
  const plan = createPlan(
    loaded,
    checks.filter(check => check.level === level),
  );
  const run = createRun({
    plan,
    stack: {} as Stack,
    loadProbe,
    signal: new AbortController().signal,
    redact: { keep: () => undefined, deep: value => value },
  });
  const short = (id = '') => id.replace(`${level}.`, '').replace(`:${target.name}`, ' ').trim();
  const results = await Promise.all(plan.checks.map(({ id }) => run.result(id)));
  return results
    .filter(({ status }) => status !== 'pass' && status !== 'skip')
    .map(({ id, status, code, rootBlocker }) =>
      status === 'blocked' ? `${short(id)} < ${short(rootBlocker)}` : `${short(id)} ${status} ${code}`,
    );
}
