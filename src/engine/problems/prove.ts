import { type ProblemPages, problemPage } from './problem-page.ts';

/** Nothing can be proven. */
export const proveProblems: ProblemPages = {
  NOT_HEALTHY_BEFORE: problemPage(
    'Red before anything was broken',
    'A fault proves something only on a healthy stack.',
    'Mend what `failsafe check` finds first.',
  ),
  PROVE_NEEDS_ISOLATION: problemPage(
    'The deployment itself is not to be broken',
    'The runtime compose is what people use.',
    'Run `failsafe prove --runtime testcontainers`.',
  ),
  NEEDS_DEPLOYMENT: problemPage(
    'There is nothing that lasts',
    'Each run of this runtime has a stack of its own, which ends with it.',
    'Name the deployment with --runtime compose.',
  ),
  FAULTS_NOT_LOADED: problemPage(
    'Faults could not be loaded',
    'A file in the folder under `prove.faults` throws or exports none.',
    'Mend it.',
  ),
  FAULT_UNKNOWN: problemPage('No such fault', 'It is misspelt.', '`failsafe prove --list` lists all.'),
  FAULT_OF_UNKNOWN_CHECK: problemPage(
    'A fault of no check',
    'It is to turn a check red that failsafe.yaml does not declare.',
    'Correct the id in the fault.',
  ),
};
