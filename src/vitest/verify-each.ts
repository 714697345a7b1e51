import { describe, inject, type TestContext, test } from 'vitest';
import type { Blocker } from '../../reporters/vitest.ts';
import { HEALTH_LEVELS, type Level, STATIC_LEVELS } from '../model/level.ts';
import { ProblemError } from '../model/problem.ts';
import type { CheckResult } from '../model/result.ts';
import { isBad } from '../model/status.ts';
import type { ListedCheck } from './looks.ts';
import { looksElsewhere } from './looks-channel.ts';
import type { Told } from './told.ts';

const channel = inject('looks');
const looks =
  channel === undefined ? await (await import('./looks-here.ts')).looksHere() : await looksElsewhere(channel);
const { checks } = looks.listed;

/** The folder of failsafe.yaml. */
export const root = looks.listed.root;

const answers = new Map<string, PromiseWithResolvers<Told>>();

function want(ids: readonly string[]): void {
  for (const id of ids) answers.set(id, Promise.withResolvers());
  looks.want(ids, told => answers.get(told.id)?.resolve(told));
}

async function verify(id: string, { task, skip }: TestContext): Promise<void> {
  if (!answers.has(id)) want([id]);
  const told = await answers.get(id)?.promise;
  task.meta.failsafeCheck = id;
  const meta = looks.metas?.get(id);
  if (meta !== undefined) task.meta.failsafe = meta;
  if (told?.ends === 'passed') return;
  if (told?.ends === 'skipped') skip(told.why);
  const error = new Error(told?.why);
  error.stack = error.message;
  throw error;
}

/** @throws ProblemError SPEC_UNKNOWN_CHECK */
async function assertDeclared(id: string): Promise<void> {
  if (checks.some(check => check.id === id)) return;
  const { nearest } = await import('../config/did-you-mean.ts');
  const near = nearest(
    id,
    checks.map(check => check.id),
  );
  throw new ProblemError([
    {
      code: 'SPEC_UNKNOWN_CHECK',
      message: `failsafe.yaml declares no check ${id}`,
      fix: near === undefined ? 'A report names the checks that there are.' : `Did you mean "${near}"?`,
    },
  ]);
}

async function explain(id: string) {
  await assertDeclared(id);
  return looks.explain(id);
}

/**
 * The result of a check, looked at once a run whoever asks.
 *
 * @throws ProblemError SPEC_UNKNOWN_CHECK
 */
export const resultOf = async (id: string): Promise<CheckResult> => (await explain(id)).result;

/** The first of these checks that is in the way of what needs them, and the failure behind it. */
export async function blockerOf(ids: readonly string[]): Promise<Blocker | undefined> {
  const explained = await Promise.all(ids.map(explain));
  const blocker = explained.find(({ result }) => isBad(result.status));
  return blocker && { blockedBy: blocker.result.id, root: blocker.root };
}

/** The checks that failsafe.yaml declares, in the order of reports. */
export const plannedChecks: readonly Omit<ListedCheck, 'expected'>[] = checks;

/**
 * Makes one test of each check of a level, with its tags. A test fails unless its check passes or warns; the reporter
 * has the result. Vitest retries nothing: `eventually` of failsafe.yaml does, and says so.
 */
export function verifyEach(level: Level): void {
  const own = checks.filter(check => check.level === level);
  want(own.filter(({ id, expected }) => expected && !answers.has(id)).map(({ id }) => id));
  for (const { id, title, tags } of own) {
    const options = { tags: [...tags], retry: 0, concurrent: true };
    test(title, options, context => verify(id, context));
  }
  if (own.length === 0)
    test(`failsafe.yaml declares nothing for ${level}`, { tags: [level] }, context => context.skip());
}

/** Makes one test of each check that failsafe.yaml declares. */
export function verifyAll(): void {
  for (const level of [...HEALTH_LEVELS, ...STATIC_LEVELS]) describe(level, () => verifyEach(level));
}
