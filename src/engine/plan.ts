import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Check } from '../levels/check.ts';
import { LEVELS } from '../model/level.ts';
import { ProblemError } from '../model/problem.ts';
import { createImplied, type Implied } from './implied-needs.ts';
import { createNameIndex, type NameIndex } from './name-index.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';

/** Not linked yet. Of thousands none is made twice. */
type Application = { -readonly [Key in keyof PlannedCheck]: PlannedCheck[Key] };

function applications(loaded: LoadedConfig, checks: readonly Check[]): Application[] {
  return checks.flatMap(check =>
    check.instances(loaded).map(instance => ({
      id: `${check.id}:${instance.subject}`,
      level: check.level,
      title: `${instance.subject}: ${check.title}`,
      tags: instance.tags === undefined ? [check.level] : [...new Set([check.level, ...instance.tags])],
      check,
      instance: instance as PlannedCheck['instance'],
      needs: [],
      targets: [],
      services: [],
      excusedBy: [],
    })),
  );
}

function refuseDuplicates(planned: readonly PlannedCheck[]): void {
  const seen = new Set<string>();
  for (const { id } of planned) {
    if (!seen.has(id)) {
      seen.add(id);
      continue;
    }
    throw new ProblemError([
      {
        code: 'PLAN_DUPLICATE_ID',
        message: `two checks have the id ${id}`,
        fix: 'Give them different names.',
      },
    ]);
  }
}

function refuseCycles({ byId }: Plan): void {
  const done = new Set<string>();
  const path = new Set<string>();
  const visit = (id: string): void => {
    if (done.has(id)) return;
    if (path.has(id)) {
      const ids = [...path];
      const cycle = [...ids.slice(ids.indexOf(id)), id].join(' → ');
      throw new ProblemError([
        {
          code: 'PLAN_CYCLE',
          message: `checks are put down to one another: ${cycle}`,
          fix: 'Remove one of these `needs`, or the cycle among the services.',
        },
      ]);
    }
    const { needs = [], excusedBy = [] } = byId.get(id) ?? {};
    path.add(id);
    for (const next of needs) visit(next);
    for (const next of excusedBy) visit(next);
    path.delete(id);
    done.add(id);
  };
  for (const id of byId.keys()) visit(id);
}

/** All of both but the own one, in their order; one of them as it is where the other is empty: thousands share it. */
function together(own: string, first: readonly string[], second: readonly string[]): readonly string[] {
  if (second.length === 0 && !first.includes(own)) return first;
  if (first.length === 0 && !second.includes(own)) return second;
  return [...new Set([...first, ...second])].filter(id => id !== own);
}

function link(planned: Application, more: Implied, names: NameIndex): void {
  const resolved = (list: readonly string[] = []): readonly string[] =>
    list.length === 0
      ? list
      : [...new Set(list.flatMap(name => names.resolve(name, planned)))].filter(names.has);
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
  refuseDuplicates(planned);
  const names = createNameIndex(planned, loaded);
  const implied = createImplied(loaded, names.has);
  for (const one of planned) link(one, implied(one), names);
  names.throwUnknown();
  const plan = { checks: planned, byId: new Map(planned.map(one => [one.id, one])) };
  refuseCycles(plan);
  return plan;
}
