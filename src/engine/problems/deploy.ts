import { type ProblemPages, problemPage } from './problem-page.ts';

/** A deployment is not replaced, or not gone back from. */
export const deployProblems: ProblemPages = {
  DEPLOY_SCHEMA_AHEAD: problemPage(
    'The database is ahead of the code that is to be deployed',
    'It has migrations that are not in the folder of migrations: a newer version has been here, or the checkout is old.',
    'Deploy a version that has them, or take them back by the tool that made them.',
  ),
  DEPLOY_REHEARSAL_FAILED: problemPage(
    'A new image does not start',
    'It was started beside the old one, and ended or never became healthy. The old one serves on.',
    'Correct it by what its log says, and deploy again.',
  ),
  DEPLOY_START_FIRST_IMPOSSIBLE: problemPage(
    'Two containers of the service cannot run side by side',
    'It publishes a port of the machine, has a fixed name, or the network of the machine.',
    'Have only a proxy of the stack reach it, or leave it out of `deploy.startFirst`.',
  ),
  DEPLOY_ROLLED_BACK: problemPage(
    'The new version was bad, the old one serves again',
    'It did not become healthy, or a check failed that had passed before; what stands below it says which.',
    'Correct it, and deploy again.',
  ),
  DEPLOY_NOT_ROLLED_BACK: problemPage(
    'The new version is bad, and the old one was not put back',
    'It cannot be, or must not: most often because the new version has migrated the database.',
    'Mend forward, or do what the other problems say, and then `failsafe rollback`.',
  ),
  ROLLBACK_UNKNOWN: problemPage(
    'No such version',
    'The id is misspelt, or that version was never seen to serve.',
    '`failsafe deploy list` shows what there is.',
  ),
  ROLLBACK_NOTHING: problemPage(
    'There is nothing to go back to',
    'No earlier version was deployed with failsafe, or none that differs from what runs.',
    '`failsafe deploy` keeps what it replaces.',
  ),
  ROLLBACK_IMAGE_GONE: problemPage(
    'An image of that version is gone',
    'Somebody has removed it from the engine.',
    'Go back to another version, or deploy that one again.',
  ),
  ROLLBACK_SCHEMA: problemPage(
    'The code of that version does not fit the database any more',
    'Migrations were made since it served, or the database cannot be read to see that.',
    'Mend forward; or take the migration back, then roll back.',
  ),
  ROLLBACK_FAILED: problemPage(
    'The old version does not run',
    'docker compose refused, or a service runs from another image than it should.',
    'Do by hand what the message says. It is not tried again by itself.',
  ),
};
