import { basename } from 'node:path';
import { renderCommit } from '../../reporters/commit.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor } from '../config/redact.ts';
import type { Source } from '../config/schema/source.ts';
import { createPlan } from '../engine/plan.ts';
import { resultsOf } from '../engine/results-of.ts';
import { rules } from '../engine/rules.generated.ts';
import { createRun } from '../engine/run.ts';
import { withoutStack } from '../engine/without-stack.ts';
import { RULE_SEVERITIES, type RuleSeverity } from '../levels/check.ts';
import { judgeAsRead } from '../levels/judge-as-read.ts';
import type { SourceObservation } from '../model/observations/source.ts';
import type { Probe, ProbeId } from '../model/probe.ts';
import type { Report } from '../model/result.ts';
import { type GitObjects, openObjects } from '../probes/source/git-objects.ts';
import { readIndex } from '../probes/source/read-index.ts';
import type { Staged } from '../probes/source/staged-changes.ts';
import type { CommitConfig } from './commit-config.ts';
import type { MendedCommit } from './mend-commit.ts';
import type { PrecommitOptions } from './precommit.ts';

/** The part of a loaded failsafe.yaml that static levels look at. */
const loadedFor = (root: string, { project, source }: CommitConfig): LoadedConfig => ({
  config: { version: 1, project: project ?? basename(root), source },
  file: `${root}/failsafe.yaml`,
  root,
  runtime: 'compose',
  topology: { services: [], dependsOn: {} },
  webTargets: {},
  databaseTargets: {},
  protocolTargets: {},
  composeFiles: [],
  stackEnvironment: {},
  secrets: [],
});

const weighs = (severity: RuleSeverity, least: RuleSeverity) =>
  RULE_SEVERITIES.indexOf(severity) <= RULE_SEVERITIES.indexOf(least);

/** 0 nothing that refuses, 1 something that does, 2 something could not be looked at. */
function exitCode({ results }: Report, failOn: RuleSeverity): number {
  const found = results.filter(({ status }) => status === 'fail' || status === 'warn');
  const refuses = found.some(({ check }) => {
    const rule = rules.find(({ id }) => id === check)?.rule;
    return rule !== undefined && weighs(rule.severity, failOn);
  });
  if (refuses) return 1;
  return results.some(({ status }) => status === 'error' || status === 'blocked') ? 2 : 0;
}

/** What was found in what is staged. */
export interface ExaminedCommit {
  readonly report: Report;
  /** How many files were looked at; undefined of all. */
  readonly files: number | undefined;
  readonly mended: MendedCommit | undefined;
  /** What was looked at, and how. */
  readonly project: SourceObservation;
  readonly declared: Source;
  /** See `failsafe precommit`. */
  readonly exitCode: number;
}

/** What the staged failsafe.yaml of the top folder says; nothing where there is none. */
async function configIn(entries: Staged['entries'], objects: GitObjects): Promise<CommitConfig> {
  const file = entries.find(({ path }) => path === 'failsafe.yaml');
  if (file === undefined) return { precommit: {}, source: {}, compose: [] };
  const [text] = await Array.fromAsync(objects.read([file.object]));
  return (await import('./commit-config.ts')).readCommitConfig(text?.toString('utf8') ?? '');
}

interface ExamineOptions extends Omit<PrecommitOptions, 'reporter'> {
  /** Whether every text is wanted when all has been looked at. */
  readonly whole?: boolean;
}

async function examine(
  objects: GitObjects,
  { root, entries, paths, changed: staged }: Staged,
  options: ExamineOptions,
): Promise<ExaminedCommit> {
  const startedAt = Date.now();
  const config = await configIn(entries, objects);
  const changed = options.all ? undefined : staged;
  const loaded = loadedFor(root, config);
  const plan = createPlan(loaded, rules);
  const signal = new AbortController().signal;
  const { ignore = [], failOn = 'high' } = config.precommit;
  const { required } = config.source;
  const hasBaseline = options.writeBaseline || (options.baseline ?? config.precommit.baseline) !== undefined;
  const { compose } = config;
  const index = { entries, paths, objects, ignore, required, compose, changed, signal };
  const { judged, keep } = judgeAsRead({
    rules,
    declared: config.source ?? {},
    changed,
    keepsFound: hasBaseline,
  });
  // What is mended is looked at again and again, with all that stands around it
  const isWhole = options.fix === true || options.whole === true;
  const read = async () =>
    isWhole ? readIndex(index) : { ...(await readIndex({ ...index, keep })), judged };
  const mend = { root, rules, declared: config.source ?? {}, dryRun: options.dryRun === true };
  const mended = options.fix
    ? await (await import('./mend-commit.ts')).mendCommit(await read(), mend)
    : undefined;
  const seen = mended?.project ?? (await read());
  const probe: Probe<'source'> = {
    id: 'source',
    observe: async () => seen,
  };
  const run = createRun({
    plan,
    stack: withoutStack(loaded.runtime, loaded.config.project),
    loadProbe: async () => probe as unknown as Probe<ProbeId>,
    signal,
    redact: createRedactor(),
  });
  const selected = await resultsOf(
    run,
    plan.checks.map(({ id }) => id),
  );
  const results = hasBaseline
    ? await (await import('./known-apart.ts')).knownApart(selected.results, seen, { root, options, config })
    : selected.results;
  const report: Report = {
    version: 1,
    project: loaded.config.project,
    runtime: 'git index',
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Date.now() - startedAt,
    startMs: 0,
    ...selected,
    results,
    problems: [],
  };
  return {
    report,
    files: changed?.length,
    mended,
    project: seen,
    declared: mend.declared,
    // What was mended is not what is staged.
    exitCode: Math.max(exitCode(report, options.failOn ?? failOn), (mended?.count ?? 0) > 0 ? 1 : 0),
  };
}

/** Looks at what is staged in a repository. */
export async function examineCommit(staged: Staged, options: ExamineOptions): Promise<ExaminedCommit> {
  const objects = openObjects(staged.root);
  try {
    return await examine(objects, staged, options);
  } finally {
    objects.close();
  }
}

/** Looks at what is staged, prints what it found, and gives the exit code. */
export async function lookAtCommit(staged: Staged, options: PrecommitOptions): Promise<number> {
  const name = options.json ? 'json' : options.reporter;
  const { report, files, mended, exitCode, project, declared } = await examineCommit(staged, {
    ...options,
    whole: name === 'sarif',
  });
  if (mended !== undefined) (name === 'text' ? process.stdout : process.stderr).write(mended.text);
  const proposals =
    name === 'sarif'
      ? await (await import('../engine/mend/propose-edits.ts')).proposeEdits(project, { rules, declared })
      : undefined;
  process.stdout.write(await renderCommit(name, { report, checks: rules, changed: files, proposals }));
  return exitCode;
}
