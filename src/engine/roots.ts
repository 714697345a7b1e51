import { markIn } from '../levels/mark-of.ts';
import { isBad } from '../model/status.ts';
import type { Mark } from '../model/verdict.ts';
import { causalOrder } from './causal-order.ts';
import type { RootDiagnosis } from './diagnose-root.ts';
import { ENDED, mayExplainEnd } from './explains-end.ts';
import { isOfWay } from './is-of-way.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';
import { SYMPTOMS } from './rank-failures.ts';
import type { Finding } from './run.ts';
import type { Soon } from './soon.ts';

/** Puts failures down to what explains them. */
export interface Roots {
  /** From a finding down to the failure that explains it, the root last; the finding alone when nothing does. */
  trail(found: Finding): Promise<readonly Finding[]>;
  /** What the evidence shows of a root; undefined for what is none, or where there is no evidence to look into. */
  diagnosis(found: Finding): Promise<RootDiagnosis | undefined>;
}

interface Options {
  readonly plan: Plan;
  finding(id: string): Soon<Finding>;
  /** Undefined when nobody has asked for it: nothing is looked at only to find a common cause. */
  asked(id: string): Soon<Finding> | undefined;
  /** How many were asked for so far. */
  askedSoFar(): number;
  diagnose(root: Finding): Promise<RootDiagnosis | undefined> | undefined;
}

const hasEnded = ({ planned, status }: Finding): boolean =>
  status === 'fail' && ENDED.includes(planned.check.id);
const isSymptom = ({ planned }: Finding): boolean => SYMPTOMS.includes(planned.check.id);
/** A service that was restarted and is up again is no reason for what is down now: mending it would mend nothing. */
const canExplain = (cause: Finding, failure: Finding): boolean =>
  cause.verdict?.isOver !== true || isSymptom(failure);

type Found = Promise<Finding | undefined>;
type ByPrefix = Promise<ReadonlyMap<string | undefined, readonly Finding[]>>;

interface Search {
  readonly steps: Promise<IteratorResult<Finding, undefined>>[];
  readonly rest: AsyncGenerator<Finding, undefined>;
}

const nothingKnown = (asked: number) => ({
  asked,
  alike: new Map<string, Found>(),
  byPrefix: new Map<string, ByPrefix>(),
  marked: new Map<string, Search>(),
});

/** What tells of the whole answer, where a mark has more to say. */
function wholeOf({ verdict }: Finding): Mark | undefined {
  const mark = markIn(verdict);
  return mark?.whole ?? mark;
}

/** The mark of one that is held against that of another. */
const markOf = (one: Finding, { request }: Mark): Mark | undefined =>
  request === undefined ? markIn(one.verdict) : wholeOf(one);

/** So few requests may be answered alike by chance. */
const FEW_REQUESTS = 2;

/** See {@link Roots}. */
export function createRoots({ plan, finding, asked, askedSoFar, diagnose }: Options): Roots {
  /** Made when something is not well. */
  let causal: readonly PlannedCheck[] | undefined;
  const order = () => (causal ??= causalOrder(plan));
  /** What was found out of those that were asked for by then: of thousands that fail most ask the same. */
  let known = nothingKnown(0);
  const shown = new Map<string, Promise<RootDiagnosis | undefined>>();
  const diagnoses = new Map<string, Promise<RootDiagnosis | undefined>>();

  /**
   * The first of the failures that have one cause with this one, by what they were answered. A mark that tells of a
   * request is of a cause only where whatever is asked is answered alike: something answers that does not even look what
   * it is asked. The others are waited for no longer than that is open.
   *
   * @param prefix only what was asked under it counts
   */
  function alike({ planned: { targets } }: Finding, mark: Mark, prefix?: string): Found {
    const count = askedSoFar();
    if (known.asked !== count) known = nothingKnown(count);
    const key = JSON.stringify([targets, mark.cause, mark.request === undefined, prefix]);
    const found = known.alike.get(key) ?? firstAlike(mark, targets, prefix);
    known.alike.set(key, found);
    return found;
  }

  async function firstAlike(mark: Mark, targets: readonly string[], prefix?: string): Found {
    const requests = new Set<string>();
    let first: Finding | undefined;
    const all = prefix === undefined ? marked(targets) : ((await byPrefix(targets)).get(prefix) ?? []);
    for await (const other of all) {
      const its = markOf(other, mark);
      if (its?.cause !== mark.cause) {
        if (mark.request !== undefined) return undefined;
        continue;
      }
      if (isBad(other.status)) first ??= other;
      if (mark.request === undefined && first !== undefined) break;
      if (its.request !== undefined) requests.add(its.request);
    }
    return mark.request === undefined || requests.size > FEW_REQUESTS ? first : undefined;
  }

  /** Those that asked one of these targets, were asked for, and have a mark: in the order of causes, each when it is there. */
  async function* search(own: readonly string[]): AsyncGenerator<Finding, undefined> {
    for (const { id, targets } of order()) {
      const pending = asked(id);
      if (pending === undefined || !targets.some(name => own.includes(name))) continue;
      const other = await pending;
      if (markIn(other.verdict) !== undefined) yield other;
    }
  }

  /** The same; what one has found, the others need not look for. */
  async function* marked(targets: readonly string[]): AsyncGenerator<Finding> {
    const key = targets.join();
    const shared = known.marked.get(key) ?? { steps: [], rest: search(targets) };
    known.marked.set(key, shared);
    for (let at = 0; ; at++) {
      const step = shared.steps[at] ?? shared.rest.next();
      shared.steps[at] = step;
      const { done, value } = await step;
      if (done || value === undefined) return;
      yield value;
    }
  }

  function byPrefix(targets: readonly string[]): ByPrefix {
    const key = targets.join();
    const groups =
      known.byPrefix.get(key) ??
      Array.fromAsync(marked(targets)).then(all => Map.groupBy(all, one => wholeOf(one)?.prefix));
    known.byPrefix.set(key, groups);
    return groups;
  }

  /** See `alike`: of all that is asked of the target, else of what goes the same way as this one. */
  async function kin(bad: Finding, seen: ReadonlySet<string>): Promise<Finding | undefined> {
    const mark = markIn(bad.verdict);
    if (mark === undefined) return undefined;
    const { request, prefix, whole } = mark;
    const scoped = request !== undefined && prefix !== undefined;
    const first =
      (whole && (await alike(bad, whole))) ??
      (await alike(bad, mark)) ??
      (scoped ? await alike(bad, mark, prefix) : undefined);
    return first === undefined || seen.has(first.planned.id) ? undefined : first;
  }

  async function passesOn(targets: readonly string[]): Promise<boolean> {
    for await (const { verdict } of marked(targets)) if (markIn(verdict)?.passesOn) return true;
    return false;
  }

  async function fitting(bad: Finding, causes: readonly Finding[]): Promise<Finding[]> {
    const fits = await Promise.all(causes.map(cause => isOfWay(bad, cause, passesOn)));
    return causes.filter((_, nth) => fits[nth]);
  }

  /** As far as links of the plan and the answers themselves tell. */
  async function chain(bad: Finding, visited: ReadonlySet<string> = new Set()): Promise<Finding[]> {
    const seen = new Set([...visited, bad.planned.id]);
    const { unrelated = [], byHand } = bad.verdict ?? {};
    const explains = (id: string) => !byHand && !unrelated.includes(plan.byId.get(id)?.check.id ?? '');
    const excuses = bad.planned.excusedBy.filter(explains);
    const candidates = bad.blockedBy === undefined ? excuses : [bad.blockedBy];
    const others = await Promise.all(candidates.filter(id => !seen.has(id)).map(finding));
    const failed = others.filter(other => isBad(other.status) && canExplain(other, bad));
    const explaining = await fitting(bad, failed);
    const said = explaining.length > 0 && hasEnded(bad) ? ((await shownOf(bad))?.causes ?? []) : [];
    const next = explaining.find(other => mayExplainEnd(other, said)) ?? (await kin(bad, seen));
    return next === undefined ? [bad] : [bad, ...(await chain(next, seen))];
  }

  /** What its logs show of it, root or not. */
  function shownOf(found: Finding): Promise<RootDiagnosis | undefined> {
    const { id } = found.planned;
    const next = shown.get(id) ?? Promise.resolve(diagnose(found));
    shown.set(id, next);
    return next;
  }

  function diagnosis(found: Finding): Promise<RootDiagnosis | undefined> {
    const { id } = found.planned;
    const isRoot = async () => isBad(found.status) && (await chain(found)).length === 1;
    const next = diagnoses.get(id) ?? isRoot().then(root => (root ? shownOf(found) : undefined));
    diagnoses.set(id, next);
    return next;
  }

  /**
   * The first root, in the order of causes, of which the evidence shows what it shows of this one: one mistake in a
   * service makes many requests fail. A log that is full of it is the least of its causes.
   */
  async function twin(root: Finding): Promise<Finding | undefined> {
    const { id: own, instance } = root.planned;
    const shown = (await diagnosis(root))?.causes[0];
    const symptom = isSymptom(root);
    if (shown === undefined && !symptom) return undefined;
    for (const { id } of order()) {
      if (id === own && !symptom) return undefined;
      const other = id === own ? undefined : await asked(id);
      if (other === undefined || !isBad(other.status)) continue;
      const its = (await diagnosis(other))?.causes[0];
      if (its && (symptom ? its.service === instance.subject : its.cause === shown?.cause)) return other;
    }
    return undefined;
  }

  return {
    diagnosis,
    async trail(found) {
      const warned = found.status === 'warn' ? await kin(found, new Set()) : undefined;
      if (!isBad(found.status) && warned === undefined) return [found];
      const links = warned === undefined ? await chain(found) : [found, ...(await chain(warned))];
      const last = links.at(-1) ?? found;
      const same = await twin(last);
      return same === undefined ? links : [...links, same];
    },
  };
}
