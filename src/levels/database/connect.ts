import { formatDuration } from '../../config/units.ts';
import type { DatabaseTarget } from '../../model/target.ts';
import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { type ConnectionCode, connectionCodes, judgeConnectionFailure } from './connection-failure.ts';
import { declaredDatabase } from './instance.ts';

/** Whether the database gives a session and answers a statement. */
export const check = defineCheck<'postgres', DatabaseTarget, ConnectionCode>({
  id: 'database.connect',
  level: 'database',
  severity: 'error',
  title: 'The database gives a session and answers',
  why: 'A port that is open says nothing: role, password, database and a free connection are needed as well.',
  source: 'PostgreSQL, appendix A: error codes',
  probe: 'postgres',
  codes: connectionCodes,
  instances(loaded) {
    const database = declaredDatabase(loaded);
    if (database === undefined) return [];
    const { target, common } = database;
    return [{ ...common, params: { target }, expectation: target }];
  },
  evaluate(seen, target) {
    if (!seen.connected) return judgeConnectionFailure(seen.failure, target);
    if (seen.database !== target.database) {
      return fail('WRONG_DATABASE', `asked for ${target.database}, got ${seen.database}`, {
        expected: target.database,
        got: seen.database,
      });
    }
    const { version, connectMs, selectMs, inRecovery, readOnlyByDefault } = seen;
    return pass(
      `PostgreSQL ${version}: session in ${formatDuration(connectMs)}, answer in ${formatDuration(selectMs)}`,
      { version, connectMs, selectMs, inRecovery, readOnlyByDefault },
    );
  },
});
