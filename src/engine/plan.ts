import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Check } from '../levels/check.ts';
import { LEVELS } from '../model/level.ts';
import { ProblemError } from '../model/problem.ts';
import { createImplied, type Implied } from './implied-needs.ts';
import { createNameIndex, type NameIndex } from './name-index.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';

/** Not linked yet. Of thousands none is made twice. */
type Application = { -readonly [Key in keyof PlannedCheck]: PlannedCheck[Key] };

const NONE: readonly string[] = [];

function applications(loaded: LoadedConfig, checks: readonly Check[]): Application[] {
  return checks.flatMap(check => {
    const levelAlone = [check.level];
    return check.instances(loaded).map(instance => ({
      id: `${check.id}:${instance.subject}`,
      level: check.level,
      title: `${instance.subject}: ${check.title}`,
      tags: instance.tags === undefined ? levelAlone : [...new Set([check.level, ...instance.tags])],
      check,
      instance: instance as PlannedCheck['instance'],
      needs: NONE,
      targets: NONE,
      services: NONE,
      excusedBy: NONE,
    }));
  });
}

function byIds(planned: readonly PlannedCheck[]): Map<string, PlannedCheck> {
  const byId = new Map<string, PlannedCheck>();
  for (const one of planned) {
    if (!byId.has(one.id)) {
      byId.set(one.id, one);
      continue;
    }
    throw new ProblemError([
      {
        code: 'PLAN_DUPLICATE_ID',
        message: `two checks have the id ${one.id}`,
        fix: 'Give them different names.',
      },
    ]);
  }
  return byId;
}

function refuseCycles({ byId }: Plan): void {
  /** Which are being followed, in the order in which they led to one another; false: followed to their ends. */
  const open = new Map<string, boolean>();
  /** Lists that were followed to their ends: thousands share one. */
  const followed = new Set<readonly string[]>([NONE]);
  const follow = (ids: readonly string[]): void => {
    if (followed.has(ids)) return;
    for (const id of ids) visit(id);
    if (ids.length > 1) followed.add(ids);
  };
  const visit = (id: string): void => {
    const known = open.get(id);
    if (known === false) return;
    if (known) {
      const ids = [...open].flatMap(([one, isOpen]) => (isOpen ? [one] : []));
      const cycle = [...ids.slice(ids.indexOf(id)), id].join(' → ');
      throw new ProblemError([
        {
          code: 'PLAN_CYCLE',
          message: `checks are put down to one another: ${cycle}`,
          fix: 'Remove one of these `needs`, or the cycle among the services.',
        },
      ]);
    }
    const { needs = NONE, excusedBy = NONE } = byId.get(id) ?? {};
    open.set(id, true);
    follow(needs);
    follow(excusedBy);
    open.set(id, false);
  };
  for (const id of byId.keys()) visit(id);
}

/** Of so few it is faster to look through them than to make a set. */
const FEW = 8;

/** Each of both but the own one, once, in their order. */
function merged(own: string, first: readonly string[], second: readonly string[]): readonly string[] {
  if (first.length + second.length > FEW) return [...new Set([...first, ...second])].filter(id => id !== own);
  const all: string[] = [];
  for (const id of first) if (id !== own && !all.includes(id)) all.push(id);
  for (const id of second) if (id !== own && !all.includes(id)) all.push(id);
  return all;
}

/** All of both but the own one, in their order; one of them as it is where the other is empty: thousands share it. */
function together(own: string, first: readonly string[], second: readonly string[]): readonly string[] {
  if (second.length === 0 && !first.includes(own)) return first;
  if (first.length === 0 && !second.includes(own)) return second;
  return merged(own, first, second);
}

function link(planned: Application, more: Implied, names: NameIndex): void {
  const resolved = (list: readonly string[] = NONE): readonly string[] =>
    list.every(names.has) ? list : list.flatMap(name => names.resolve(name, planned)).filter(names.has);
  const { instance, id } = planned;
  const needs = together(id, more.needs, resolved(instance.needs));
  const excuses = together(id, resolved(instance.excusedBy), more.excusedBy);
  planned.needs = needs;
  planned.excusedBy = excuses.some(one => needs.includes(one))
    ? excuses.filter(one => !needs.includes(one))
    : excuses;
  planned.targets = more.targets;
  planned.services = more.services;
}

/**
 * Applies every check to every target that the config declares.
 *
 * @throws ProblemError PLAN_DUPLICATE_ID, PLAN_CYCLE, CONFIG_UNKNOWN_REFERENCE
 */
export function createPlan(loaded: LoadedConfig, checks: readonly Check[]): Plan {
  const planned = applications(loaded, checks);
  planned.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  const byId = byIds(planned);
  const names = createNameIndex(byId, loaded);
  const implied = createImplied(loaded, names.has);
  for (const one of planned) link(one, implied(one), names);
  names.throwUnknown();
  const plan = { checks: planned, byId };
  refuseCycles(plan);
  return plan;
}
