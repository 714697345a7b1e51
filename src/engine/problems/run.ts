import { type ProblemPages, problemPage } from './problem-page.ts';

/** A run cannot be made or told of. */
export const runProblems: ProblemPages = {
  PLAN_CYCLE: problemPage(
    'Checks that are put down to one another',
    'Their `needs` go in a circle.',
    'Remove one of them.',
  ),
  OWN_FOLDER_IS_LINK: problemPage(
    'The folder of failsafe is a symbolic link',
    'Somebody made `.failsafe`, or a folder in it, a link; it may have been committed.',
    'Remove the link; failsafe makes the folder itself.',
  ),
  OWN_FOLDER_NOT_WRITABLE: problemPage(
    'Nothing can be written into the folder of failsafe',
    'There is a file of its name, it belongs to another user (as after a run with sudo), the disk is full or read-only.',
    'Make `.failsafe` a folder that your user may write to, or remove it: failsafe makes it anew.',
  ),
  PLAN_DUPLICATE_ID: problemPage(
    'Two checks have one id',
    'Two things of the same kind have the same name.',
    'Give one of them another name.',
  ),
  TAG_EXPRESSION_INVALID: problemPage(
    'The tag expression cannot be read',
    'Words are joined by and, or, not, and brackets.',
    'Write it like: api and not (slow or flaky)',
  ),
  NOTHING_SELECTED: problemPage(
    'Nothing was selected',
    'No check has these tags or this name. A run that looks at nothing must not be green.',
    'Take one of the tags that the message lists.',
  ),
  NOTHING_TO_EXPLAIN: problemPage(
    'No check and no code',
    'It is misspelt.',
    'All checks and their codes stand in docs/checks/README.md.',
  ),
  RUNTIME_UNKNOWN: problemPage(
    'No such runtime',
    '--runtime, FAILSAFE_RUNTIME or `stack.runtime` names something else.',
    'Name processes, testcontainers or compose.',
  ),
  FAIL_ON_UNKNOWN: problemPage(
    'No such kind of result',
    'FAILSAFE_FAIL_ON names something else.',
    'Name fail or warn.',
  ),
  BASELINE_HIDES: problemPage(
    'Nobody knows what is behind what the baseline passes over',
    'A failure that is known stands in the way of other checks, or nothing else was looked at.',
    'Mend it, or leave out what stands on it with --grep.',
  ),
  RUNTIME_UNSUPPORTED: problemPage(
    'The runtime does not work on this system',
    'processes needs process groups and signals of Linux or macOS.',
    'Choose another one with --runtime.',
  ),
  SPEC_IMPORT_FAILED: problemPage(
    'A spec could not be loaded',
    'It, or what it imports, throws or is not there.',
    'Mend it; its checks were not run.',
  ),
  SPEC_HOOK_FAILED: problemPage(
    'A hook of a spec failed',
    'What is done before or after its tests threw.',
    'Mend it; its checks were not run.',
  ),
  SPEC_FAILED: problemPage(
    'A spec of your own failed',
    'What it expects is not so; its message says what.',
    'Mend what it found, or the spec.',
  ),
  UNHANDLED_ERROR: problemPage(
    'An error that no test caught',
    'Something was thrown outside of a test.',
    'Mend the spec that the stack names.',
  ),
  OUTPUT_NOT_WRITABLE: problemPage(
    'No report can be written there',
    'The folder cannot be made or written.',
    'Name another one, or make it writable.',
  ),
  SPEC_UNKNOWN_TARGET: problemPage(
    'A spec asks for a target that failsafe.yaml does not have',
    'The name is misspelt, of another kind (a database is no web target), or not there yet.',
    'Give the name that it has under `targets`.',
  ),
  SPEC_UNKNOWN_CHECK: problemPage(
    'A spec asks for a check that failsafe.yaml does not declare',
    'The id is misspelt, or what it is about was renamed.',
    'Name a check as a report does: `database.connect:db`.',
  ),
  REPORT_MISSING: problemPage(
    'There is no report yet',
    'No run has written into this folder.',
    'Run `failsafe check` first.',
  ),
  STOPPED: problemPage('The run was stopped', 'It was told to end, by Ctrl-C or a signal.', 'Run again.'),
};
