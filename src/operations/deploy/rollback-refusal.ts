import { ProblemError } from '../../model/problem.ts';
import type { DeployRecord } from './record.ts';

/** Says why it is not gone back to a version whose code does not fit the database any more. */
export const schemaRefusal = (
  { id, backup }: Pick<DeployRecord, 'id' | 'backup'>,
  causes: readonly string[],
): ProblemError =>
  new ProblemError([
    {
      code: 'ROLLBACK_SCHEMA',
      message: `the database has changed since ${id} served: its code may harm the data, or fail`,
      causes,
      fix:
        backup === undefined
          ? 'Mend forward: correct the new version and deploy it. Or take the migration back by its own tool, and roll back then.'
          : `Mend forward: correct the new version and deploy it. Or take the migration back by its own tool, and roll back then. The data before it is in the backup ${backup}.`,
    },
  ]);

/** Says that nobody knows whether the code of a version fits the database. */
export const schemaUnknown = ({ id }: Pick<DeployRecord, 'id'>, causes: readonly string[]): ProblemError =>
  new ProblemError([
    {
      code: 'ROLLBACK_SCHEMA',
      message: `the database cannot be read, so that nobody knows whether the code of ${id} fits it`,
      causes,
      fix: 'Mend the database first: `failsafe check --grep database` says more. Then: failsafe rollback',
    },
  ]);
