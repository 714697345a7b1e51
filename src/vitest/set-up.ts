import type { TestProject } from 'vitest/node';
import { publishProblems } from '../../reporters/publish-problems.ts';
import type { StackFacts } from '../../reporters/vitest.ts';
import { problemsOf } from '../cli/problems-of.ts';
import { chooseGate } from '../config/choose-gate.ts';
import { createRedactor } from '../config/redact.ts';
import { describedBy } from '../engine/last-green.ts';
import { needsNoStack } from '../engine/without-stack.ts';
import type { Level } from '../model/level.ts';
import { ProblemError } from '../model/problem.ts';
import type { StackHandle } from '../model/stack.ts';
import { selectRuntime } from '../runtimes/select-runtime.ts';
import { attachTo } from './attach-to.ts';
import { endOnSignal } from './end-on-signal.ts';
import { lookForSpecs } from './look-for-specs.ts';
import { selectionOf } from './select-for-run.ts';
import { lookAtItsFiles, mayBeAsked } from './selection.ts';

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

/** Whether tests are but listed: of a run the reporter has told before. Who watches may run what was listed. */
const isListing = (project: TestProject): boolean =>
  project.getProvidedContext().levels === undefined && !project.config.watch;

/**
 * Starts the stack (or finds it) where a check needs one, looks at it for the specs, tells them how to attach to it
 * themselves, and ends it when they are done.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const startedAt = Date.now();
  const redact = createRedactor();
  const stop = endOnSignal(project.vitest);
  try {
    const selection = await selectionOf(project);
    const { loaded, plan, tags } = selection;
    if (isListing(project)) return async () => stop.release();
    for (const secret of loaded.secrets) redact.keep(secret.reveal());
    const { baseline: file } = chooseGate(loaded);
    // What is wrong with it is said before the stack is started
    if (file !== undefined) {
      const { openBaseline } = await import('../engine/baseline/open-baseline.ts');
      await openBaseline({ loaded, plan, file });
    }
    project.provide('tags', tags);
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, stop.signal]);
    // Specs in processes of their own look for themselves: they cannot ask this one
    const { pool } = project.config;
    const files = pool === 'threads' ? lookAtItsFiles(selection, signal) : undefined;
    const asked = mayBeAsked(selection);
    const needed = asked.length === 0 || !needsNoStack(plan, asked, loaded.runtime);
    const runtime = needed ? await selectRuntime(loaded.runtime) : undefined;
    const started = await runtime?.start(loaded, {
      signal,
      progress: message => process.stderr.write(`${redact.text(message)}\n`),
    });
    project.provide('stackHandle', started?.handle);
    project.provide('stackFacts', {
      project: loaded.config.project,
      runtime: loaded.runtime,
      described: describedBy(loaded),
      startMs: started === undefined ? 0 : Date.now() - startedAt,
    });
    const stack = files && (await attachTo(loaded, started?.handle));
    const looking = stack && lookForSpecs(project, { first: { ...selection, files }, stack, signal });
    return async () => {
      over.abort();
      await looking?.[Symbol.asyncDispose]();
      await started?.stop();
      stop.release();
    };
  } catch (error) {
    if (!(error instanceof ProblemError) && !stop.signal.aborted) throw error;
    const problems = problemsOf(error, stop.signal);
    const all = stop.problem === undefined ? problems : [stop.problem, ...problems];
    await publishProblems(redact.deep(all), startedAt, project.vitest.config.root);
    process.exit(stop.exitCode ?? 2);
  }
}
