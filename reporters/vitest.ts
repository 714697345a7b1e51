import { basename, relative, resolve } from 'node:path';
import type {
  Reporter,
  SerializedError,
  TestCase,
  TestModule,
  TestRunEndReason,
  TestSpecification,
  Vitest,
} from 'vitest/node';
import { chooseGate } from '../src/config/choose-gate.ts';
import { loadConfig } from '../src/config/load.ts';
import type { LoadedConfig } from '../src/config/loaded-config.ts';
import { createRedactor } from '../src/config/redact.ts';
import { placesOf } from '../src/engine/declared-at.ts';
import { checksOf } from '../src/engine/extensions/checks-of.ts';
import { compareWithGreen, type Described, describedBy } from '../src/engine/last-green.ts';
import { nothingSelected, outcome } from '../src/engine/outcome.ts';
import { createPlan } from '../src/engine/plan.ts';
import { LEVELS, type Level } from '../src/model/level.ts';
import { type Problem, ProblemError } from '../src/model/problem.ts';
import type { CheckResult, Report } from '../src/model/result.ts';
import type { RuntimeName } from '../src/model/stack.ts';
import { isBad } from '../src/model/status.ts';
import { describeSelection } from './describe-selection.ts';
import { publishOnGithub } from './publish-on-github.ts';
import { clearReportFiles, writeReportFiles } from './report-files.ts';
import { renderFor } from './reporters.ts';
import { levelOf, moduleProblems, problemOf, resultOf } from './vitest-results.ts';

/** What the reporter finds in the meta of a test. */
export interface CheckMeta {
  readonly result: CheckResult;
  /** The failure that blocks it. */
  readonly root?: CheckResult;
  /** The run that it is of, which `--merge-reports` has nobody else to tell of. */
  readonly run: RunFacts;
}

/** What is the same for all results of a run. */
export interface RunFacts {
  readonly project: string;
  readonly runtime: string;
  /** The tag expressions that select. */
  readonly tags: readonly string[];
}

/** Why a spec of one's own says nothing. */
export interface Blocker {
  readonly blockedBy: string;
  /** The failure behind it. */
  readonly root: CheckResult;
}

declare module 'vitest' {
  interface TaskMeta {
    failsafe?: CheckMeta;
    /** The check that the test is of, where `failsafe` comes from {@link metasOf}. */
    failsafeCheck?: string;
    failsafeBlocked?: Blocker;
  }
}

/** What the set-up tells of the stack. */
export interface StackFacts {
  readonly project: string;
  readonly runtime: string;
  readonly startMs: number;
  /** What the deployment consists of. */
  readonly described: Described;
}

const metasOfRuns = new WeakMap<Vitest, Map<string, CheckMeta>>();

/** What is seen in this thread for the specs of the run, by check: to send it there and back would take longer than to look. */
export function metasOf(vitest: Vitest): Map<string, CheckMeta> {
  const known = metasOfRuns.get(vitest) ?? new Map();
  metasOfRuns.set(vitest, known);
  return known;
}

/** What a run that was stopped says: as green as it may be so far, it has not come to the rest. */
const NOT_SEEN: Pick<Report, 'results' | 'prerequisites' | 'problems'> = {
  results: [],
  prerequisites: [],
  problems: [
    {
      code: 'STOPPED',
      message: 'the run was stopped before its end',
      fix: 'Run it again; nothing is left of this run.',
    },
  ],
};

/** What has changed comes from git and from file names, what specs of one's own say from anywhere: neither has been through a run. */
async function redacted(report: Report, loaded: LoadedConfig | undefined): Promise<Report> {
  return createRedactor((loaded ?? (await loadConfig())).secrets).deep(report);
}

async function tellOfBaseline(loaded: LoadedConfig, file: string, report: Report): Promise<Report> {
  const plan = createPlan(loaded, await checksOf(loaded));
  const { openBaseline } = await import('../src/engine/baseline/open-baseline.ts');
  return (await openBaseline({ loaded, plan, file })).tell(report);
}

/** The levels that a spec is about, as its name tells: `all.spec.ts` is about all of them. */
function levelsOf(file: string): readonly Level[] {
  if (/^all\.(?:spec|test)\./.test(basename(file))) return LEVELS;
  const level = levelOf(file);
  return level === undefined ? [] : [level];
}

/** When the first look began and how long it was to the end of the last one, of runs that are merged. */
function span(tests: readonly TestCase[]): { startedAt: number; durationMs: number } {
  const times = tests.map(test => test.diagnostic()).filter(time => time !== undefined);
  const startedAt = Math.min(...times.map(({ startTime }) => startTime), Date.now());
  const endedAt = Math.max(...times.map(({ startTime, duration }) => startTime + duration), startedAt);
  return { startedAt, durationMs: Math.round(endedAt - startedAt) };
}

/** Each result once. Runs that are merged have looked for themselves: a failure that blocks something in one is no pass of another. */
function withRoots(
  results: readonly CheckResult[],
  roots: readonly CheckResult[],
): Pick<Report, 'results' | 'prerequisites'> {
  const bad = new Map(roots.map(root => [root.id, root]));
  const ids = new Set(results.map(({ id }) => id));
  return {
    results: results.map(result => (isBad(result.status) ? result : (bad.get(result.id) ?? result))),
    prerequisites: [...bad.values()].filter(({ id }) => !ids.has(id)),
  };
}

/**
 * Collects the results that are in the meta of the tests, and writes the summary to standard output and
 * the report files to .failsafe/reports. It owns the exit code: a run that verified nothing is not healthy.
 */
export class FailsafeReporter implements Reporter {
  #startedAt = Date.now();
  #runs = 0;
  #vitest?: Vitest;
  #selection?: string;

  async onInit(vitest: Vitest): Promise<void> {
    this.#vitest = vitest;
    await clearReportFiles(this.#folder());
  }

  /** Vitest calls it before the set-up: what is provided here is known to the set-up and to the specs. */
  async onTestRunStart(specs: readonly TestSpecification[]): Promise<void> {
    this.#startedAt = Date.now();
    this.#runs += 1;
    const vitest = this.#vitest;
    if (vitest === undefined) return;
    metasOfRuns.delete(vitest);
    const { root, testNamePattern } = vitest.config;
    const files = specs.map(({ moduleId }) => relative(root, moduleId));
    const declared = await vitest.globTestSpecifications();
    this.#selection = describeSelection(vitest.config, files, declared.length);
    const levels = testNamePattern === undefined ? files.flatMap(levelsOf) : [];
    vitest.getRootProject().provide('levels', [...new Set(levels)]);
  }

  onTestCaseResult(test: TestCase): void {
    const meta = test.meta();
    const { failsafeCheck: id } = meta;
    const seen = this.#vitest && id && metasOf(this.#vitest).get(id);
    if (seen) meta.failsafe = seen;
    if (process.stderr.isTTY && meta.failsafe) process.stderr.write('.');
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    const facts = this.#facts();
    let flaws: readonly Problem[] = [];
    const loaded = await loadConfig().catch((error: unknown) => {
      if (error instanceof ProblemError) flaws = error.problems;
      return undefined;
    });
    const { strict, baseline } = loaded === undefined ? { strict: false } : chooseGate(loaded);
    const all = this.#report(modules, unhandled, reason);
    // The set-up tells of them in full, but not while Vitest watches
    const own = flaws.length > 0 && all.results.length === 0 ? { ...all, problems: flaws } : all;
    const seen = this.#isStopped(reason, all) ? { ...all, ...NOT_SEEN } : own;
    const told = loaded && baseline ? await tellOfBaseline(loaded, baseline, seen) : seen;
    const described =
      facts?.described ?? (loaded && { ...describedBy(loaded), runtime: told.runtime as RuntimeName });
    const compared = described === undefined ? told : await compareWithGreen(described, told);
    const foreign = compared.changes !== undefined || compared.results.some(({ check }) => check === 'spec');
    const report = foreign ? await redacted(compared, loaded) : compared;
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    const places = placesOf(loaded);
    await writeReportFiles(this.#folder(), report, strict, process.env.CI ? places : undefined);
    if (process.env.GITHUB_ACTIONS === 'true' && !this.#isPart())
      await publishOnGithub(report, strict, places);
    else process.stdout.write(renderFor('summary', report, strict));
    process.exitCode = outcome(report, strict).exitCode;
  }

  #facts(): StackFacts | undefined {
    return this.#vitest?.getRootProject().getProvidedContext().stackFacts;
  }

  /** Whether it was ended by hand, and not by what it has found (`--bail`). */
  #isStopped(reason: TestRunEndReason, { results }: Report): boolean {
    const bails = this.#vitest?.config.bail ?? 0;
    return reason === 'interrupted' && (bails === 0 || !results.some(({ status }) => isBad(status)));
  }

  /** What was seen to be bad in a run that ended by it: Vitest takes the very test that has failed for one that was cancelled. */
  #lost(reason: TestRunEndReason, metas: readonly (CheckMeta | undefined)[]): CheckMeta[] {
    if (this.#vitest === undefined || reason !== 'interrupted') return [];
    const told = new Set(metas.map(meta => meta?.result.id));
    const seen = [...metasOf(this.#vitest).values()];
    return seen.filter(({ result }) => isBad(result.status) && !told.has(result.id));
  }

  /** Whether another run tells of it, with `--merge-reports`. */
  #isPart(): boolean {
    const reporters: readonly unknown[] = this.#vitest?.config.reporters ?? [];
    return reporters.some(reporter => [reporter].flat()[0] === 'blob');
  }

  #folder(): string {
    return resolve(this.#vitest?.config.root ?? '.', '.failsafe/reports');
  }

  #report(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Report {
    const facts = this.#facts();
    const tests = modules.flatMap(module => [...module.children.allTests()]);
    const metas = tests.map(test => test.meta().failsafe);
    const lost = this.#lost(reason, metas);
    // Vitest runs the specs in an order of its own (the slowest of the last run first); a report has that of the plan.
    const results = [...tests.map(resultOf), ...lost.map(({ result }) => result)]
      .filter(result => result !== undefined)
      .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
    const roots = [...metas, ...lost]
      .map((meta, index) => meta?.root ?? tests[index]?.meta().failsafeBlocked?.root)
      .filter(root => root !== undefined);
    const merged = this.#vitest?.config.mergeReports
      ? metas.find(meta => meta !== undefined)?.run
      : undefined;
    const filter =
      merged === undefined
        ? this.#selection
        : [...merged.tags, this.#selection].filter(Boolean).join(' and ') || undefined;
    const problems = [
      ...modules.flatMap(moduleProblems),
      ...unhandled.map(error => problemOf('UNHANDLED_ERROR', error.name ?? 'error', error)),
    ];
    if (results.length === 0 && problems.length === 0)
      problems.push(nothingSelected(this.#selection, this.#tags()));
    const own = { startedAt: this.#startedAt, durationMs: Date.now() - this.#startedAt };
    const { startedAt, durationMs } = merged === undefined ? own : span(tests);
    return {
      version: 1,
      project: (facts ?? merged)?.project ?? '',
      runtime: (facts ?? merged)?.runtime ?? '',
      startedAt: new Date(startedAt).toISOString(),
      durationMs,
      // Of the runs of a watcher only the first has waited for it
      startMs: this.#runs > 1 ? 0 : (facts?.startMs ?? 0),
      filter,
      ...withRoots(results, roots),
      problems,
    };
  }

  #tags(): string[] {
    return this.#vitest?.config.tags.map(({ name }) => String(name)) ?? [];
  }
}

export default FailsafeReporter;
