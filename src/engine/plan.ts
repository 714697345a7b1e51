import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Check } from '../levels/check.ts';
import { LEVELS } from '../model/level.ts';
import { ProblemError } from '../model/problem.ts';
import { implied } from './implied-needs.ts';
import { createNameIndex, type NameIndex } from './name-index.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';

function applications(loaded: LoadedConfig, checks: readonly Check[]): PlannedCheck[] {
  return checks.flatMap(check =>
    check.instances(loaded).map(instance => ({
      id: `${check.id}:${instance.subject}`,
      level: check.level,
      title: `${instance.subject}: ${check.title}`,
      tags: [...new Set([check.level, ...(instance.tags ?? [])])],
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
  const visit = (id: string, path: readonly string[]): void => {
    if (done.has(id)) return;
    if (path.includes(id)) {
      const cycle = [...path.slice(path.indexOf(id)), id].join(' → ');
      throw new ProblemError([
        {
          code: 'PLAN_CYCLE',
          message: `checks are put down to one another: ${cycle}`,
          fix: 'Remove one of these `needs`, or the cycle among the services.',
        },
      ]);
    }
    const { needs = [], excusedBy = [] } = byId.get(id) ?? {};
    for (const next of [...needs, ...excusedBy]) visit(next, [...path, id]);
    done.add(id);
  };
  for (const id of byId.keys()) visit(id, []);
}

function link(planned: PlannedCheck, loaded: LoadedConfig, names: NameIndex): PlannedCheck {
  const more = implied(planned, loaded);
  const declared = (planned.instance.needs ?? []).flatMap(name => names.resolve(name, planned));
  const excuses = (planned.instance.excusedBy ?? []).flatMap(name => names.resolve(name, planned));
  const known = (ids: readonly string[]) => ids.filter(id => id !== planned.id && names.has(id));
  const needs = [...new Set([...known(more.needs), ...known(declared)])];
  const excusedBy = [...new Set([...known(excuses), ...known(more.excusedBy)])].filter(
    id => !needs.includes(id),
  );
  return { ...planned, needs, targets: more.targets, services: more.services, excusedBy };
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
  const linked = planned.map(one => link(one, loaded, names));
  names.throwUnknown();
  const plan = { checks: linked, byId: new Map(linked.map(one => [one.id, one])) };
  refuseCycles(plan);
  return plan;
}
