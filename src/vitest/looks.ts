import type { CheckMeta, RunFacts } from '../../reporters/vitest.ts';
import { chooseGate } from '../config/choose-gate.ts';
import { createRedactor } from '../config/redact.ts';
import { withFiles } from '../engine/files/with-files.ts';
import { loadProbe } from '../engine/load-probe.generated.ts';
import type { PlannedCheck } from '../engine/planned-check.ts';
import { rootOf } from '../engine/results-of.ts';
import { createRun } from '../engine/run.ts';
import type { CheckResult } from '../model/result.ts';
import type { Stack } from '../model/stack.ts';
import type { Selection } from './selection.ts';
import { type Told, toldOf } from './told.ts';

/** A check that failsafe.yaml declares, as far as a spec knows it. */
export interface ListedCheck extends Readonly<Pick<PlannedCheck, 'id' | 'level' | 'title' | 'tags'>> {
  /** Whether it is run when its test is made, as far as that is known by then. */
  readonly expected: boolean;
}

/** What specs know before they ask. */
export interface Listed {
  /** The folder of failsafe.yaml. */
  readonly root: string;
  readonly checks: readonly ListedCheck[];
}

/** What a spec of one's own hears of a check. */
export interface Explained {
  readonly result: CheckResult;
  /** The failure behind it, as the baseline knows it; the result itself where nothing blocks it. */
  readonly root: CheckResult;
}

/** The looks of one run of the specs. */
export interface Looks {
  readonly listed: Listed;
  /** Looks at these, as far as nobody has, and tells of each as soon as it is seen. */
  want(ids: readonly string[], tell: (told: Told) => void): void;
  explain(id: string): Promise<Explained>;
  /** What was told of, by id; undefined where the reporter has it from somebody else. */
  readonly metas?: ReadonlyMap<string, CheckMeta>;
  /** Resolves when nothing is looked at any more. */
  ended?(): Promise<unknown>;
}

/** What is looked at, and where. */
export interface LooksOptions extends Selection {
  readonly stack: Stack;
  /** What is seen of the files. */
  readonly files: Promise<readonly CheckResult[]>;
  /** Cancels all looks. */
  readonly signal: AbortSignal;
  /** Is given whatever is told, by id. */
  readonly metas: Map<string, CheckMeta>;
}

/** Begins to look at what will be asked for, as far as that is known before the specs are. */
export async function createLooks({
  loaded,
  plan,
  tags,
  selected,
  levels,
  byName,
  ...options
}: LooksOptions): Promise<Looks> {
  const { stack, signal, metas } = options;
  const redact = createRedactor(loaded.secrets);
  const run = withFiles(plan, createRun({ plan, stack, loadProbe, signal, redact }), options.files);
  const { baseline: file } = chooseGate(loaded);
  const gate = file === undefined ? undefined : await import('../engine/baseline/open-baseline.ts');
  const baseline = await gate?.openBaseline({ loaded, plan, file: file ?? '' });
  const facts: RunFacts = { project: loaded.config.project, runtime: loaded.runtime, tags };
  let going: Promise<unknown> = Promise.resolve();

  function keep(meta: CheckMeta): CheckMeta {
    metas.set(meta.result.id, meta);
    return meta;
  }
  /** A result as the baseline knows it, where there is one. */
  const passOver = async (result: CheckResult, root?: CheckResult) =>
    (await baseline?.passOver(result, root)) ?? result;
  async function metaOf(found: CheckResult): Promise<CheckMeta> {
    const root = await rootOf(run, found);
    return { result: await passOver(found, root), root: root && (await passOver(root)), run: facts };
  }

  function want(ids: readonly string[], tell: (told: Told) => void): void {
    const left = new Set(ids);
    const lost = (id: string) => (error: unknown) => tell({ id, ends: 'failed', why: String(error) });
    const seen = (found: CheckResult) => {
      left.delete(found.id);
      // Of thousands a promise for each would take longer than its look
      if (baseline === undefined && found.rootBlocker === undefined)
        return tell(toldOf(keep({ result: found, run: facts })));
      metaOf(found).then(meta => tell(toldOf(keep(meta))), lost(found.id));
    };
    const each = () => Promise.all(Array.from(left, id => run.result(id).then(seen, lost(id))));
    const looking = run.prepare(ids).then(() => run.results(ids, seen));
    // Some could not be looked at: each tells of itself.
    going = Promise.allSettled([going, looking.catch(each)]);
  }

  const expected = new Set(byName ? [] : selected);
  const at = new Set(levels);
  // Vitest runs one spec file after another, when it has found and loaded them; the looks need not wait for that.
  want(
    selected.filter(id => at.has(plan.byId.get(id)?.level ?? 'system')),
    () => undefined,
  );
  return {
    listed: {
      root: loaded.root,
      checks: plan.checks.map(({ id, level, title, tags: own }) => ({
        id,
        level,
        title,
        tags: own,
        expected: expected.has(id),
      })),
    },
    want,
    async explain(id) {
      const result = await run.result(id);
      return { result, root: await passOver((await rootOf(run, result)) ?? result) };
    },
    metas,
    ended: () => going,
  };
}
