import type { SerializedError, TestCase, TestModule } from 'vitest/node';
import { LEVELS, type Level } from '../src/model/level.ts';
import type { Problem } from '../src/model/problem.ts';
import type { CheckResult } from '../src/model/result.ts';
import { isBad } from '../src/model/status.ts';

/** The level of a spec, by the folder that it is in. */
export const levelOf = (file: string): Level | undefined =>
  LEVELS.find(name => file.split(/[\\/]/).at(-2) === name);

/** What kept Vitest from a test, as a problem of the report. */
export const problemOf = (code: string, where: string, error: SerializedError): Problem => ({
  code,
  message: `${where}: ${error.message}`,
  causes: [causeOf(error), error.stack?.split('\n')[1]?.trim()].filter(cause => cause !== undefined),
  fix: 'Mend the spec; its checks were not run.',
});

/** What Vitest says of its own is often but what it could not do, and why is behind it. */
const causeOf = ({ cause }: SerializedError): string | undefined =>
  cause && `${(cause as SerializedError).message}`;

/** What a test says: its check, unless Vitest has it fail for something else, such as a hook. */
export function resultOf(test: TestCase): CheckResult | undefined {
  const own = test.meta().failsafe?.result;
  const isRed = test.result().state === 'failed';
  return own !== undefined && (isBad(own.status) || !isRed) ? own : foreignResult(test);
}

/** A test that is no check of the plan (a spec of one's own) or that died before it had a result. */
function foreignResult(test: TestCase): CheckResult | undefined {
  const { state, errors } = test.result();
  if (state !== 'passed' && state !== 'failed') return undefined;
  const level = test.meta().failsafe?.result.level ?? levelOf(test.module.relativeModuleId) ?? 'system';
  const blocker = test.meta().failsafeBlocked;
  const blocked = blocker && {
    status: 'blocked' as const,
    code: 'BLOCKED',
    message: `blocked by ${blocker.root.id}`,
    blockedBy: blocker.blockedBy,
    rootBlocker: blocker.root.id,
  };
  return {
    id: test.fullName,
    check: 'spec',
    subject: test.name,
    level,
    title: test.fullName,
    severity: 'error',
    tags: test.tags,
    status: state === 'passed' ? 'pass' : 'fail',
    code: state === 'passed' ? 'OK' : 'SPEC_FAILED',
    message: errors?.[0]?.message ?? 'as specified',
    fixes: [],
    attempts: 1,
    durationMs: Math.round(test.diagnostic()?.duration ?? 0),
    ...blocked,
  };
}

/** What kept a spec or its suites from their tests. */
export function moduleProblems(module: TestModule): Problem[] {
  const own = module.errors().map(error => problemOf('SPEC_IMPORT_FAILED', module.relativeModuleId, error));
  const suites = [...module.children.allSuites()].flatMap(suite =>
    suite.errors().map(error => problemOf('SPEC_HOOK_FAILED', suite.fullName, error)),
  );
  return [...own, ...suites];
}
