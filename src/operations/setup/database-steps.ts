import type { Config } from '../../config/schema/config.ts';
import { hearing } from '../hearing.ts';
import { takeCensus } from '../postgres/census.ts';
import { APPLICATION, type FoundDatabase } from '../postgres/find-server.ts';
import { withPsql } from '../postgres/psql.ts';
import type { Step } from '../step.ts';
import type { BuildOptions } from './build-step.ts';
import { insideCommand } from './run-inside.ts';

type DatabaseCommand = NonNullable<NonNullable<Config['setup']>['database']>[number];

/** Where the commands are run, and the databases that they fill. */
export interface DatabaseStepsOptions extends Omit<BuildOptions, 'fromScratch'> {
  databases(): Promise<readonly FoundDatabase[]>;
}

/** Tables that say which migrations were made: a row in them is no data. */
const BOOKKEEPING = /version|migrations/;

async function contentsOf(
  { server, target }: FoundDatabase,
  signal: AbortSignal,
  tell: (status: string) => void,
): Promise<string[]> {
  const read = (psql: Parameters<typeof takeCensus>[0]) => takeCensus(psql, tell);
  const census = await withPsql(server, target.database, APPLICATION, signal, read);
  return Object.entries(census)
    .filter(([name, { rows }]) => rows > 0 && !BOOKKEEPING.test(name))
    .map(([name, { rows }]) => `${name} has ${rows} rows`);
}

/**
 * Plans commands on the database in containers of services, in order.
 *
 * @param id of the steps; numbered when there are several
 */
export async function databaseSteps(
  id: string,
  title: string,
  commands: readonly DatabaseCommand[],
  { loaded, project, signal, hear, databases }: DatabaseStepsOptions,
): Promise<Step[]> {
  const steps = commands.map(async (command, index): Promise<Step> => {
    const inside = await insideCommand(loaded, project, command);
    return {
      id: commands.length === 1 ? id : `${id}-${index + 1}`,
      title: `${title}: ${command.service}`,
      acts: [
        inside.line,
        ...(command.onlyWhenEmpty ? [`only while ${command.onlyWhenEmpty} has no row`] : []),
      ],
      async run(tell) {
        const found =
          command.onlyWhenEmpty === undefined
            ? undefined
            : (await databases()).find(({ target }) => target.name === command.onlyWhenEmpty);
        const filled = found === undefined ? [] : await contentsOf(found, signal, tell);
        if (filled.length > 0) return `not needed: ${filled.join(', ')}`;
        await inside.run(signal, hearing(hear, tell));
        return undefined;
      },
    };
  });
  return Promise.all(steps);
}
