import { type ProblemPages, problemPage } from './problem-page.ts';

/** failsafe.yaml cannot be loaded. */
export const configProblems: ProblemPages = {
  CONFIG_FILE_MISSING: problemPage(
    'There is no failsafe.yaml',
    'Neither this folder nor one above it has one, or the name that was given is wrong.',
    'Name it with --config or FAILSAFE_CONFIG, or go to the project.',
  ),
  COMPOSE_FILE_MISSING: problemPage(
    'There is no compose file',
    'This folder has none under the names that compose looks for.',
    'Go to the folder of the application, or name the file with --compose.',
  ),
  COMPOSE_NO_SERVICES: problemPage(
    'The compose file starts nothing',
    'It has no services, or each belongs to a profile that is not active.',
    'Name the file with --compose, or the profiles in COMPOSE_PROFILES.',
  ),
  CONFIG_EXISTS: problemPage(
    'There is a failsafe.yaml already',
    'It was written earlier, by failsafe init or by hand; it is yours, and never overwritten.',
    'See what would be different with failsafe init --diff, or write to another file with --config.',
  ),
  CONFIG_SYNTAX: problemPage(
    'failsafe.yaml is no YAML',
    'An indent, a quote or a colon is not where YAML wants it.',
    'Correct the line that is shown; an editor with the schema finds it while you type.',
  ),
  CONFIG_UNKNOWN_KEY: problemPage(
    'A key that failsafe does not know',
    'It is misspelt, or stands in the wrong section: what it says would never be looked at.',
    'Take the one that is suggested; failsafe.schema.json lists all.',
  ),
  CONFIG_MISSING_KEY: problemPage('A key is missing', 'The section says nothing without it.', 'Add it.'),
  CONFIG_DUPLICATE_KEY: problemPage(
    'A key stands there twice',
    'One of the two would silently win.',
    'Remove one of them.',
  ),
  CONFIG_EXCLUSIVE_KEYS: problemPage(
    'Keys that exclude one another',
    'Both say the same thing in another way, and may disagree.',
    'Keep one of them.',
  ),
  CONFIG_INVALID_KEY: problemPage(
    'A key has the wrong form',
    'Names in this section follow a pattern: services, targets, variables.',
    'Write it as the message says.',
  ),
  CONFIG_INVALID_VALUE: problemPage(
    'A value has the wrong form',
    'Durations and sizes carry units (30s, 512MiB, 80%), and numbers have bounds.',
    'Write it as the message says.',
  ),
  CONFIG_INVALID_REGEX: problemPage(
    'A regular expression cannot be read',
    'A bracket or a backslash is missing; YAML takes backslashes in double quotes for itself.',
    'Correct it, in single quotes.',
  ),
  CONFIG_INVALID_JSONPATH: problemPage(
    'A JSONPath cannot be read',
    'It is not what RFC 9535 describes: $.data.users[0].name',
    'Correct it.',
  ),
  CONFIG_JSON_SCHEMA: problemPage(
    'A JSON Schema cannot be used',
    'The file is not there, is no JSON, or is no valid schema.',
    'Name a file relative to failsafe.yaml with a schema of draft-07 or 2020-12.',
  ),
  CONFIG_DUPLICATE_NAME: problemPage(
    'Two things have one name',
    'Their results could not be told apart.',
    'Give one of them another name.',
  ),
  CONFIG_UNKNOWN_REFERENCE: problemPage(
    'It refers to nothing',
    'A target, check, service or endpoint of that name is not declared.',
    'Correct the name, or declare it.',
  ),
  CONFIG_UNKNOWN_VARIABLE: problemPage(
    'A {{variable}} that nobody sets',
    'It is misspelt, or the step that captures it comes later.',
    'Correct the name or the order.',
  ),
  CONFIG_UNSET_VARIABLE: problemPage(
    'A variable of the environment is not set',
    'Neither the environment nor the file under `stack.env` has it.',
    'Set it, or give it a default, after :- and its name.',
  ),
  CONFIG_LITERAL_SECRET: problemPage(
    'A secret stands in failsafe.yaml',
    'Whoever can read the repository can read it, and it is not redacted.',
    'Write { env: NAME }, and set NAME in the environment.',
  ),
  CONFIG_INEXACT_NUMBER: problemPage(
    'A number that is too large to be compared',
    'Whole numbers beyond 2^53 are rounded when they are read: their neighbours would pass for them.',
    'Compare texts.',
  ),
  CONFIG_VACUOUS: problemPage(
    'An expectation that nothing can fail',
    'It holds whatever is answered: a check that cannot be red is none.',
    'Expect something, or remove it.',
  ),
  CONFIG_CYCLE: problemPage(
    'Services that wait for one another',
    'None of them can be started first.',
    'Remove one of their `needs`.',
  ),
  CONFIG_EXTENSION: problemPage(
    'A module of `extensions` cannot be used',
    'It is not there, lies outside of the project, throws when it is loaded, or exports nothing that failsafe knows.',
    'Do what the message says; `failsafe new check NAME` writes one that works.',
  ),
  CONFIG_STACK: problemPage(
    'The stack is not described for this runtime',
    'The runtime needs `stack.compose` or `stack.processes`, or the two name different services.',
    'Add what the message names.',
  ),
  NEW_NAME_INVALID: problemPage(
    'No id of a check of your own',
    'It has no namespace, that of a level of failsafe, or other characters than small letters, digits and dashes.',
    'Write it like queue.depth.',
  ),
  NEW_NEEDS_TARGET: problemPage(
    'There is nothing for the check to look at',
    'What `failsafe new check` writes asks a web target, and failsafe.yaml declares none of that name.',
    'Declare one under `targets`, or name one with --target.',
  ),
  NEW_EXISTS: problemPage(
    'The module is there already',
    'What is there is never overwritten.',
    'Give the check another name, or remove the file.',
  ),
  NEW_CANNOT_ENTER: problemPage(
    'failsafe.yaml cannot be added to',
    '`extensions` or `custom` is an empty value or no list, or the whole file is written in braces.',
    'Make both lists with an entry of your own, or write the keys in lines of their own.',
  ),
  CONFIG_INVALID: problemPage(
    'failsafe.yaml could not be read',
    'It has mistakes that keep this command from its work.',
    'Run `failsafe config check`.',
  ),
};
