import { type Account, runTool } from './run-tool.ts';

/** PostgreSQL refuses to run as root. These accounts exist on nearly every system, and own nothing. */
const CANDIDATES = ['nobody', 'postgres', 'daemon'];

async function lookUp(name: string, signal: AbortSignal): Promise<Account> {
  const ask = async (flag: string) => Number(await runTool('id', [flag, name], { cwd: '/', signal }));
  const account = { uid: await ask('-u'), gid: await ask('-g') };
  await runTool('id', ['-u'], { cwd: '/', account, signal });
  return account;
}

/**
 * The account to run PostgreSQL under: undefined, which is this user, unless this user is root.
 *
 * @throws Error when root can become none of the accounts
 */
export async function postgresAccount(signal: AbortSignal): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const failures: unknown[] = [];
  for (const name of CANDIDATES) {
    try {
      return await lookUp(name, signal);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `root can run nothing as ${CANDIDATES.join(', ')}`);
}
