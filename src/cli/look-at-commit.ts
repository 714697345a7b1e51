import { basename } from 'node:path';
import { renderCommit } from '../../reporters/commit.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { createRedactor } from '../config/redact.ts';
import { undoMended } from '../engine/mend/write-mended.ts';
import { createPlan } from '../engine/plan.ts';
import { resultsOf } from '../engine/results-of.ts';
import { rules } from '../engine/rules.generated.ts';
import { createRun } from '../engine/run.ts';
import { withoutStack } from '../engine/without-stack.ts';
import { RULE_SEVERITIES, type RuleSeverity } from '../levels/check.ts';
import type { Probe, ProbeId } from '../model/probe.ts';
import type { Report } from '../model/result.ts';
import { readIndex } from '../probes/source/read-index.ts';
import { repositoryOf, stagedChanges } from '../probes/source/staged-changes.ts';
import { type CommitConfig, readCommitConfig } from './commit-config.ts';
import { knownApart } from './known-apart.ts';
import { mendCommit } from './mend-commit.ts';
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

async function undo(root: string): Promise<number> {
  for (const path of await undoMended(root)) process.stdout.write(` ${path} is as it was\n`);
  return 0;
}

/** What was found in what is staged. */
export interface ExaminedCommit {
  readonly report: Report;
  /** How many files were looked at; undefined of all. */
  readonly files: number | undefined;
  readonly mended: Awaited<ReturnType<typeof mendCommit>> | undefined;
  /** See `failsafe precommit`. */
  readonly exitCode: number;
}

/** Looks at what is staged in a repository. */
export async function examineCommit(
  root: string,
  options: Omit<PrecommitOptions, 'reporter'>,
): Promise<ExaminedCommit> {
  const startedAt = Date.now();
  const config = await readCommitConfig(root);
  const staged = await stagedChanges(root, options.since);
  const changed = options.all ? undefined : staged;
  const loaded = loadedFor(root, config);
  const plan = createPlan(loaded, rules);
  const signal = new AbortController().signal;
  const { ignore = [], failOn = 'high' } = config.precommit;
  const read = () => readIndex({ root, ignore, changed, signal });
  const mend = { root, rules, declared: config.source ?? {}, dryRun: options.dryRun === true };
  const mended = options.fix ? await mendCommit(await read(), mend) : undefined;
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
  const results = await knownApart(selected.results, seen, { root, options, config });
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
    // What was mended is not what is staged.
    exitCode: Math.max(exitCode(report, options.failOn ?? failOn), (mended?.count ?? 0) > 0 ? 1 : 0),
  };
}

/** Looks at what is staged, prints what it found, and gives the exit code. */
export async function lookAtCommit(options: PrecommitOptions): Promise<number> {
  const root = await repositoryOf(process.cwd());
  if (options.undo) return undo(root);
  const { report, files, mended, exitCode } = await examineCommit(root, options);
  const name = options.json ? 'json' : options.reporter;
  if (mended !== undefined) (name === 'text' ? process.stdout : process.stderr).write(mended.text);
  process.stdout.write(await renderCommit(name, report, rules, files));
  return exitCode;
}
