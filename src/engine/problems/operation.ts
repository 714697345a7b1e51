import { type ProblemPages, problemPage } from './problem-page.ts';

/** An operation cannot be done. */
export const operationProblems: ProblemPages = {
  OPERATION_RUNS: problemPage(
    'Another operation is at work',
    'Two that change one project at the same time would undo each other.',
    'Wait until it is done.',
  ),
  DISK_REFUSED: problemPage(
    'The disk did not take or give a file',
    'It is full, mounted read-only, or the file belongs to somebody else; what the system said stands under "because".',
    'Make room, or give this user the right to it.',
  ),
  NOT_CONFIRMED: problemPage(
    'Nobody said yes',
    'What replaces or removes something is asked about, and there was no terminal or another answer.',
    'Look at the plan with --dry-run, then say --yes.',
  ),
  NO_DATABASE: problemPage(
    'There is nothing to save',
    'No target of failsafe.yaml is a database, and the compose project has no volume.',
    'Add one under targets, with service or host, port, database, user and password.',
  ),
  DATABASE_REFUSED: problemPage(
    'The database does not let us in',
    'The server is down, or the user, the password or the name of the database is another.',
    'Correct the target in failsafe.yaml, or start the server.',
  ),
  POSTGRES_TOOLS_MISSING: problemPage(
    'pg_dump is missing or too old',
    'An older pg_dump refuses a newer server, and this machine has none that is new enough.',
    'Install postgresql-client of the version of the server.',
  ),
  BACKUP_FAILED: problemPage(
    'The backup was not made',
    'The disk is full, a table is locked, or the role may not read all tables; what was said stands under "because".',
    'Mend it and run `failsafe backup` again; earlier backups are as they were.',
  ),
  BACKUP_UNKNOWN: problemPage(
    'There is no such backup',
    'The id is misspelt, the folder is another one, or nothing was ever backed up.',
    '`failsafe backup list` shows what there is.',
  ),
  BACKUP_FOREIGN: problemPage(
    'A backup of another project',
    'Two projects share a folder for backups.',
    'Take one of this project.',
  ),
  BACKUP_DAMAGED: problemPage(
    'A backup is damaged',
    'A file is missing, was cut off or changed since it was written.',
    'Take another backup, and look after the disk.',
  ),
  BACKUP_COPY_FAILED: problemPage(
    'A copy of a backup was not made, or cannot be fetched',
    'The place is away, full, or refuses the key; the backup on this machine is whole.',
    'Mend what stands under "because", then copy it with `failsafe backup copy`.',
  ),
  NO_COPIES: problemPage(
    'No place for copies is named',
    '`backup.copies` of failsafe.yaml is empty, so that backups stand on this machine alone.',
    'Name a folder on another disk or machine, or a bucket.',
  ),
  BACKUP_KEY_MISSING: problemPage(
    'The key of encrypted files is missing',
    'Files that are not in git are encrypted in a backup; no passphrase and no identity was given.',
    'Name the file that holds it with --key.',
  ),
  BACKUP_KEY_WRONG: problemPage(
    'The key does not open the files',
    'It is another one than was in force when the backup was made.',
    'Take that one; the file is in the format of age, `age --decrypt` tries it as well.',
  ),
  RESTORE_FAILED: problemPage(
    'The restore was not made',
    'What was saved could not be read, did not fit the server, or came out differently; the live database was not touched.',
    'Mend what stands under "because", or take another backup.',
  ),
  RESTORE_VOLUME_REFUSED: problemPage(
    'A volume cannot be swapped',
    'It is not there, or somebody has it mounted who is not stopped for it; nothing was touched.',
    'Make it with `docker compose up --no-start`, stop who has it, or name what to restore with --only.',
  ),
  RESTORE_WRITERS_DOWN: problemPage(
    'All is restored, a service is down',
    'A service that was stopped for the swap did not become healthy again.',
    'Look at it with `failsafe check`; the backup that was made before the restore is the way back.',
  ),
  ENVIRONMENT_INCOMPLETE: problemPage(
    'A variable has no value, and none can be made up',
    'The compose file or failsafe.yaml wants it, the example has no value for it, and it is no secret.',
    'Set it in the environment file that the message names.',
  ),
  SETUP_COMMAND_FAILED: problemPage(
    'A command of the application failed',
    'One that `setup` of failsafe.yaml declares, in the container of a service; its last lines stand under "because".',
    'Mend what it says, then go on with `failsafe setup --from` and the name of the step.',
  ),
  TESTS_TOUCH_DATABASE: problemPage(
    'The tests wanted to change a database that is not theirs',
    'They are run with the address of the database that the application uses.',
    'Give them a database of their own.',
  ),
  STEP_UNKNOWN: problemPage('No such step', 'It is misspelt.', '`failsafe setup --dry-run` lists the steps.'),
  RESET_REMOTE: problemPage(
    'The engine is on another machine',
    'DOCKER_HOST or the docker context names one; what is removed there is gone for others as well.',
    'Say --remote if it is the one you mean.',
  ),
  COMPOSE_REFUSED: problemPage(
    'docker compose does not accept the compose file',
    'A key is wrong, a variable has no value, a file that it names is missing.',
    'Mend what it says; `failsafe precommit` finds most of it before.',
  ),
  RESET_PRODUCTION: problemPage(
    'People depend on this deployment',
    'failsafe.yaml marks it with `stack.production`, and what was asked for removes its data.',
    'Say --production if that is what you mean.',
  ),
  DB_RESET_UNDECLARED: problemPage(
    'Nothing says how the tables are made anew',
    '`failsafe db reset` runs the commands of the application itself, and failsafe.yaml names none.',
    'Declare them under `setup.recreate`, and what fills the tables under `setup.database`.',
  ),
  DB_RESET_ELSEWHERE: problemPage(
    'Another database would be emptied than the one that was backed up',
    'The addresses in the environment of the service name a database that is no target of failsafe.yaml.',
    'Declare that database under targets, or correct the variable.',
  ),
  RESET_UNSAVED: problemPage(
    'Data would be lost',
    'A volume of the project is left out by `backup.volumes.exclude`, or the compose file names it no more, so that nothing saves it.',
    'Save it yourself, then say --no-backup.',
  ),
};
