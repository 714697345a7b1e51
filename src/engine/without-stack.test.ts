import { expect, test } from 'vitest';
import type { Level } from '../model/level.ts';
import type { RuntimeName } from '../model/stack.ts';
import type { Plan, PlannedCheck } from './planned-check.ts';
import { needsNoStack } from './without-stack.ts';

function planOf(checks: Readonly<Record<string, Partial<PlannedCheck>>>): Plan {
  const all = Object.entries(checks).map(([id, more]) => {
    const level = id.split('.')[0] as Level;
    return {
      id,
      level,
      needs: [],
      excusedBy: [],
      targets: [],
      services: [],
      ...more,
    } as unknown as PlannedCheck;
  });
  return { checks: all, byId: new Map(all.map(one => [one.id, one])) };
}

const plan = planOf({
  'security.env': {},
  'source.syntax': { needs: ['security.env'], excusedBy: ['containers.running'] },
  'connectivity.tcp': { targets: ['web'] },
  'connectivity.reach': {},
  'api.address': { targets: ['web'], needs: ['connectivity.tcp'] },
  'api.service': { targets: ['web'], services: ['nginx'] },
  'api.needs': { targets: ['web'], needs: ['api.service'] },
  'api.excused': { targets: ['web'], excusedBy: ['containers.running'] },
  'containers.running': { targets: [], services: ['nginx'] },
  'system.disk': {},
});

test.each<[string, RuntimeName, boolean]>([
  ['source.syntax', 'processes', true],
  ['api.address', 'compose', true],
  // Failsafe starts what may answer there
  ['api.address', 'processes', false],
  ['api.address', 'testcontainers', false],
  ['api.service', 'compose', false],
  ['api.needs', 'compose', false],
  ['api.excused', 'compose', false],
  ['connectivity.reach', 'compose', false],
  ['system.disk', 'compose', false],
  ['unknown.check', 'compose', false],
])('%s, %s: %s', (id, runtime, expected) => {
  expect(needsNoStack(plan, [id], runtime)).toBe(expected);
  expect(needsNoStack(plan, ['source.syntax', id], runtime)).toBe(expected);
});
