import { commitProblems } from './problems/commit.ts';
import { configProblems } from './problems/config.ts';
import { deployProblems } from './problems/deploy.ts';
import { monitorProblems } from './problems/monitor.ts';
import { operationProblems } from './problems/operation.ts';
import type { ProblemPages } from './problems/problem-page.ts';
import { proveProblems } from './problems/prove.ts';
import { runProblems } from './problems/run.ts';
import { stackProblems } from './problems/stack.ts';

/** Why failsafe could not do its work at all. The message of the problem itself says where, and what was expected. */
export const problemCodes: ProblemPages = {
  ...configProblems,
  ...stackProblems,
  ...runProblems,
  ...proveProblems,
  ...commitProblems,
  ...operationProblems,
  ...deployProblems,
  ...monitorProblems,
};
