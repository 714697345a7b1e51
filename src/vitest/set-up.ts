import type { TestProject } from 'vitest/node';
import { publishProblems } from '../../reporters/publish-problems.ts';
import type { StackFacts } from '../../reporters/vitest.ts';
import { chooseGate } from '../config/choose-gate.ts';
import { loadConfig } from '../config/load.ts';
import { createRedactor } from '../config/redact.ts';
import { checksOf } from '../engine/extensions/checks-of.ts';
import { lookAtFiles } from '../engine/files/look-at-files.ts';
import { staticOf } from '../engine/files/with-files.ts';
import { describedBy } from '../engine/last-green.ts';
import { createPlan } from '../engine/plan.ts';
import { selectChecks } from '../engine/select-checks.ts';
import { needsNoStack } from '../engine/without-stack.ts';
import type { Level } from '../model/level.ts';
import { ProblemError } from '../model/problem.ts';
import type { StackHandle } from '../model/stack.ts';
import { selectRuntime } from '../runtimes/select-runtime.ts';
import { shareFileResults } from './file-results.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined where nothing that is looked at needs a stack. */
    stackHandle?: StackHandle;
    stackFacts: StackFacts;
    /** Levels whose specs are run, as far as that is known before they are. */
    levels: readonly Level[];
    /** The tag expressions that select. */
    tags: readonly string[];
  }
}

/** Starts the stack (or finds it) where a check needs one, tells the specs how to attach to it, and ends it when they are done. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const startedAt = Date.now();
  const redact = createRedactor();
  try {
    const loaded = await loadConfig({});
    for (const secret of loaded.secrets) redact.keep(secret.reveal());
    // A bare `--grep` comes as a number or as true.
    const given: readonly unknown[] = project.vitest.config.tagsFilter ?? [];
    const tags = given.map(tag => (typeof tag === 'string' ? tag : ''));
    const plan = createPlan(loaded, await checksOf(loaded));
    const { baseline: file } = chooseGate(loaded);
    // What is wrong with it is said before the stack is started
    if (file !== undefined) {
      const { openBaseline } = await import('../engine/baseline/open-baseline.ts');
      await openBaseline({ loaded, plan, file });
    }
    const selected = selectChecks(plan, tags);
    project.provide('tags', tags);
    const levels = project.getProvidedContext().levels ?? [];
    const asked = selected.filter(
      id => levels.length === 0 || levels.includes(plan.byId.get(id)?.level ?? 'system'),
    );
    const over = new AbortController();
    shareFileResults(() => lookAtFiles(loaded, staticOf(plan, asked), over.signal));
    const facts = {
      project: loaded.config.project,
      runtime: loaded.runtime,
      described: describedBy(loaded),
    };
    if (asked.length > 0 && needsNoStack(plan, asked, loaded.runtime)) {
      project.provide('stackFacts', { ...facts, startMs: 0 });
      return async () => over.abort();
    }
    const runtime = await selectRuntime(loaded.runtime);
    const started = await runtime.start(loaded, {
      signal: new AbortController().signal,
      progress: message => process.stderr.write(`${redact.text(message)}\n`),
    });
    project.provide('stackHandle', started.handle);
    project.provide('stackFacts', { ...facts, startMs: Date.now() - startedAt });
    return () => {
      over.abort();
      return started.stop();
    };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await publishProblems(redact.deep(error.problems), startedAt, project.vitest.config.root);
    process.exit(2);
  }
}
