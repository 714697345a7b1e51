import { lineCounterOf } from '../../../config/source/line-counter.ts';
import { positionAt } from '../../../config/source/yaml-source.ts';
import type { Problem } from '../../../model/problem.ts';
import { shownPath } from '../shown-path.ts';
import type { Statement } from './split-sql.ts';

/** What PostgreSQL had against a statement of an init file, with its place in the file. */
export function sqlProblem(
  service: string,
  file: string,
  sql: string,
  statement: Statement,
  error: Error,
): Problem {
  const position = Number((error as { position?: string }).position ?? 1);
  const isMeta = statement.text.startsWith('\\');
  const name = shownPath(file);
  return {
    code: 'INIT_SQL_FAILED',
    message: `service ${service}: PostgreSQL refused ${name}: ${error.message}`,
    at: positionAt({ file: name, text: sql, lines: lineCounterOf(sql) }, statement.offset + position - 1),
    fix: isMeta
      ? `${statement.text.split(/\s/, 1)[0]} is a command of psql; ${name} may hold only SQL.`
      : `Mend the statement in ${name}.`,
  };
}
