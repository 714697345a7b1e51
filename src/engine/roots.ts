import { isBad } from '../model/status.ts';
import { causalOrder } from './causal-order.ts';
import type { RootDiagnosis } from './diagnose-root.ts';
import type { Plan } from './planned-check.ts';
import { SYMPTOMS } from './rank-failures.ts';
import type { Finding } from './run.ts';

/** Puts failures down to what explains them. */
export interface Roots {
  /** From a finding down to the failure that explains it, the root last; the finding alone when nothing does. */
  trail(found: Finding): Promise<readonly Finding[]>;
  /** What the evidence shows of a root; undefined for what is none, or where there is no evidence to look into. */
  diagnosis(found: Finding): Promise<RootDiagnosis | undefined>;
}

interface Options {
  readonly plan: Plan;
  finding(id: string): Promise<Finding>;
  /** Undefined when nobody has asked for it: nothing is looked at only to find a common cause. */
  asked(id: string): Promise<Finding> | undefined;
  diagnose(root: Finding): Promise<RootDiagnosis | undefined> | undefined;
}

/** So few requests may be answered alike by chance. */
const FEW_REQUESTS = 2;

/** Whether something answers that does not even look what it is asked. */
function saysTheSameToAll(all: readonly Finding[], alike: readonly Finding[]): boolean {
  const marked = all.filter(({ verdict }) => verdict?.mark !== undefined);
  const requests = new Set(alike.map(({ verdict }) => verdict?.mark?.request));
  return marked.length === alike.length && requests.size > FEW_REQUESTS;
}

/** See {@link Roots}. */
export function createRoots({ plan, finding, asked, diagnose }: Options): Roots {
  const order = causalOrder(plan);
  const diagnoses = new Map<string, Promise<RootDiagnosis | undefined>>();

  /** What was found of the same targets, as far as it was asked for, in the order of causes. */
  async function near({ planned: own }: Finding): Promise<Finding[]> {
    const ids = order.filter(other => other.targets.some(name => own.targets.includes(name)));
    return Promise.all(ids.map(({ id }) => asked(id)).filter(found => found !== undefined));
  }

  /** The first of the failures that have one cause with this one, by what they were answered. */
  async function kin(bad: Finding, seen: ReadonlySet<string>): Promise<Finding | undefined> {
    const mark = bad.verdict?.mark;
    if (mark === undefined) return undefined;
    const all = await near(bad);
    const alike = all.filter(({ verdict }) => verdict?.mark?.cause === mark.cause);
    if (mark.request !== undefined && !saysTheSameToAll(all, alike)) return undefined;
    const first = alike.find(({ status }) => isBad(status));
    return first === undefined || seen.has(first.planned.id) ? undefined : first;
  }

  /** As far as links of the plan and the answers themselves tell. */
  async function chain(bad: Finding, visited: ReadonlySet<string> = new Set()): Promise<Finding[]> {
    const seen = new Set([...visited, bad.planned.id]);
    const { unrelated = [] } = bad.verdict ?? {};
    const explains = (id: string) => !unrelated.includes(plan.byId.get(id)?.check.id ?? '');
    const excuses = bad.planned.excusedBy.filter(explains);
    const candidates = bad.blockedBy === undefined ? excuses : [bad.blockedBy];
    const others = await Promise.all(candidates.filter(id => !seen.has(id)).map(finding));
    const next = others.find(other => isBad(other.status)) ?? (await kin(bad, seen));
    return next === undefined ? [bad] : [bad, ...(await chain(next, seen))];
  }

  function diagnosis(found: Finding): Promise<RootDiagnosis | undefined> {
    const { id } = found.planned;
    const isRoot = async () => isBad(found.status) && (await chain(found)).length === 1;
    const next = diagnoses.get(id) ?? isRoot().then(root => (root ? diagnose(found) : undefined));
    diagnoses.set(id, next);
    return next;
  }

  /**
   * The first root, in the order of causes, of which the evidence shows what it shows of this one: one mistake in a
   * service makes many requests fail. A log that is full of it is the least of its causes.
   */
  async function twin(root: Finding): Promise<Finding | undefined> {
    const { id: own, check, instance } = root.planned;
    const shown = (await diagnosis(root))?.causes[0];
    const isSymptom = SYMPTOMS.includes(check.id);
    if (shown === undefined && !isSymptom) return undefined;
    for (const { id } of order) {
      if (id === own && !isSymptom) return undefined;
      const other = id === own ? undefined : await asked(id);
      if (other === undefined || !isBad(other.status)) continue;
      const its = (await diagnosis(other))?.causes[0];
      if (its && (isSymptom ? its.service === instance.subject : its.cause === shown?.cause)) return other;
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
