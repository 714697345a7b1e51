import type { TestProject } from 'vitest/node';
import { publishProblems } from '../reporters/publish-problems.ts';
import type { StackFacts } from '../reporters/vitest.ts';
import { loadConfig } from '../src/config/load.ts';
import { createRedactor } from '../src/config/redact.ts';
import { nothingSelected } from '../src/engine/outcome.ts';
import { createPlan } from '../src/engine/plan.ts';
import type { Plan } from '../src/engine/planned-check.ts';
import { checks } from '../src/engine/registry.generated.ts';
import { parseTagFilter } from '../src/engine/tag-filter.ts';
import { ProblemError } from '../src/model/problem.ts';
import type { StackHandle } from '../src/model/stack.ts';
import { selectRuntime } from '../src/runtimes/select-runtime.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stackHandle: StackHandle;
    stackFacts: StackFacts;
  }
}

/** Before anything is started: a filter that matches nothing must never count as healthy. */
function refuseEmptySelection({ vitest }: TestProject, plan: Plan): void {
  const filters = vitest.config.tagsFilter ?? [];
  const matchers = filters.map(parseTagFilter);
  if (plan.checks.some(({ tags }) => matchers.every(matches => matches(tags)))) return;
  const known = plan.checks.flatMap(({ tags }) => tags);
  throw new ProblemError([nothingSelected(filters.length === 0 ? undefined : filters.join(' and '), known)]);
}

/** Starts the stack (or finds it), tells the specs how to attach to it, and ends it when they are done. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const startedAt = Date.now();
  const redact = createRedactor();
  try {
    const loaded = await loadConfig({});
    for (const secret of loaded.secrets) redact.keep(secret.reveal());
    refuseEmptySelection(project, createPlan(loaded, checks));
    const runtime = await selectRuntime(loaded.runtime);
    const started = await runtime.start(loaded, {
      signal: new AbortController().signal,
      progress: message => process.stderr.write(`${redact.text(message)}\n`),
    });
    project.provide('stackHandle', started.handle);
    project.provide('stackFacts', {
      project: loaded.config.project,
      runtime: loaded.runtime,
      startMs: Date.now() - startedAt,
    });
    return () => started.stop();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await publishProblems(redact.deep(error.problems), startedAt);
    process.exit(2);
  }
}
