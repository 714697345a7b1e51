import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import { loadProbe } from '../../src/engine/load-probe.generated.ts';
import { createPlan } from '../../src/engine/plan.ts';
import { checks } from '../../src/engine/registry.generated.ts';
import { resultsOf } from '../../src/engine/results-of.ts';
import { createRun } from '../../src/engine/run.ts';
import type { CheckResult } from '../../src/model/result.ts';
import { compose } from '../../src/runtimes/compose/compose.ts';
import type { ComposeCli } from '../../src/runtimes/docker/compose-cli.ts';
import { type ComposeFixture, composeFixture } from '../../src/runtimes/docker/testing/compose-fixture.ts';

/** A compose project of its own, with a failsafe.yaml beside it. */
export interface ComposeApp extends ComposeFixture {
  /** One look at what runs, in the runtime `compose`: the results with these ids. */
  results(...ids: readonly string[]): Promise<readonly CheckResult[]>;
}

/** Writes the compose file as it is, variables included, and a failsafe.yaml with these lines; starts nothing. */
export async function composeApp(
  composeText: string,
  lines: readonly string[] = [],
  cli?: ComposeCli,
): Promise<ComposeApp> {
  const fixture = await composeFixture({}, cli);
  const { folder, project } = fixture;
  const stack = `stack: { runtime: compose, compose: docker-compose.yml, project: ${project} }`;
  await writeFile(fixture.file, composeText);
  await writeFile(
    join(folder, 'failsafe.yaml'),
    [`version: 1`, `project: ${project}`, stack, ...lines, ''].join('\n'),
  );
  return {
    ...fixture,
    async results(...ids) {
      const loaded = await loadConfig({ cwd: folder, environment: {} });
      const stack = await compose.attach(loaded, { runtime: 'compose', project });
      const run = createRun({
        plan: createPlan(loaded, checks),
        stack,
        loadProbe,
        signal: AbortSignal.timeout(60_000),
        redact: { keep: () => undefined, deep: value => value },
      });
      return (await resultsOf(run, ids)).results;
    },
  };
}
