import type { LoadedConfig } from '../../src/config/loaded-config.ts';
import { createPlan } from '../../src/engine/plan.ts';
import { createRun, type RunOptions } from '../../src/engine/run.ts';
import type { Check, CheckInstance } from '../../src/levels/check.ts';
import { pass } from '../../src/levels/verdict.ts';
import type { Stack } from '../../src/model/stack.ts';
import type { Verdict } from '../../src/model/verdict.ts';

/** A config that declares services and what they stand on, and nothing else. */
export function loadedWith(dependsOn: Record<string, readonly string[]> = {}): LoadedConfig {
  return {
    config: { version: 1, project: 'small' },
    file: '/project/failsafe.yaml',
    root: '/project',
    runtime: 'compose',
    topology: { services: Object.keys(dependsOn), dependsOn },
    webTargets: {},
    databaseTargets: {},
    protocolTargets: {},
    composeFiles: [],
    stackEnvironment: {},
    secrets: [],
  };
}

/** A check whose observation is its verdict, or a function that is asked at each look. */
export function smallCheck(
  id: string,
  instances: readonly (Partial<CheckInstance<'logs', unknown>> & { subject: string; look?: () => unknown })[],
  more: Partial<Check> = {},
): Check {
  const level = id.split('.')[0] as Check['level'];
  const check = {
    id,
    level,
    severity: 'error',
    title: 'holds',
    why: 'a test',
    probe: 'logs',
    codes: { BROKEN: { title: 'Broken', cause: 'it broke', fix: 'mend it' } },
    instances: () =>
      instances.map(({ look = () => pass('well'), ...instance }) => ({
        expectation: undefined,
        ...instance,
        params: { service: `${id}:${instance.subject}`, tail: 1, look, ...instance.params },
      })),
    evaluate: (observation: unknown) => observation as Verdict,
    ...more,
  };
  return check as unknown as Check;
}

/** The looks that were made, in order, and a run over the checks. */
export function smallRun(
  checks: readonly Check[],
  options: Partial<RunOptions> & { loaded?: LoadedConfig } = {},
) {
  const looks: string[] = [];
  const plan = createPlan(options.loaded ?? loadedWith(), checks);
  const kept: string[] = [];
  const run = createRun({
    plan,
    stack: {
      command: (action: string, service: string) => `${action} ${service}`,
      logs: async () => [],
    } as unknown as Stack,
    loadProbe: async () => ({
      id: 'logs',
      async observe(params, context) {
        const { service, look } = params as unknown as {
          service: string;
          look: (signal: AbortSignal) => unknown;
        };
        looks.push(service);
        return (await look(context.signal)) as never;
      },
    }),
    signal: new AbortController().signal,
    redact: { keep: value => kept.push(value), deep: value => value },
    ...options,
  });
  return { run, plan, looks };
}
