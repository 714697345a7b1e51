import { dirname, resolve } from 'node:path';
import { serviceVariables } from '../config/compose/service-variables.ts';
import { NAME } from '../config/schema/scalars.ts';
import type { DraftTarget } from './draft-targets.ts';
import type { FoundService } from './find-services.ts';
import type { Survey } from './survey.ts';

const PASSWORD = 'POSTGRES_PASSWORD';

/** What an `environment` says of a variable, as it is written: a text, or that it is handed on. */
function writtenAs(environment: unknown): string | undefined {
  const list = Array.isArray(environment)
    ? environment.map(String)
    : Object.entries(environment ?? {}).map(([name, text]) => `${name}=${text ?? ''}`);
  return list.find(item => item === PASSWORD || item.startsWith(`${PASSWORD}=`));
}

/** Where the password stands: in the environment where the compose file takes it from there, else in the compose file. */
function passwordSource(
  { name }: FoundService,
  { written, lookup }: Survey,
  value: string | undefined,
): Record<string, string> | undefined {
  const text = writtenAs(written.get(name)?.environment);
  const isHandedOn = text === PASSWORD || text === `${PASSWORD}=`;
  const variable = isHandedOn ? PASSWORD : /^[^=]+=\$\{(\w+)\}$/.exec(text ?? '')?.[1];
  if (variable !== undefined && (!value || lookup(variable))) return { env: variable };
  return value ? { compose: `${name}.${PASSWORD}` } : undefined;
}

interface Account {
  readonly user: string;
  readonly database: string;
}

/** The account that another service signs in with: `postgres://user:…@db:5432/shop` in one of its variables. */
async function accountFromUrls(
  { services, lookup }: Survey,
  folder: string,
  host: string,
): Promise<Account | undefined> {
  for (const { raw } of services) {
    for (const text of Object.values(await serviceVariables(raw, folder, lookup))) {
      const url = /^postgres(?:ql)?(?:\+\w+)?:\/\//.test(text) ? text.replace(/^[^:]+/, 'http') : '';
      if (!URL.canParse(url) || new URL(url).hostname !== host) continue;
      const { username, pathname } = new URL(url);
      if (username !== '' && /^\/[\w.-]+$/.test(pathname)) {
        return { user: decodeURIComponent(username), database: pathname.slice(1) };
      }
    }
  }
  return undefined;
}

/** The target of a PostgreSQL service: its account from the variables of its image, else from those who use it. */
export async function draftDatabase(
  service: FoundService,
  port: number,
  survey: Survey,
): Promise<DraftTarget | string> {
  const { name } = service;
  const folder = dirname(resolve(survey.root, survey.composeFiles[0] ?? '.'));
  const variables = await serviceVariables(service.raw, folder, survey.lookup);
  const { POSTGRES_USER, POSTGRES_DB, POSTGRES_PASSWORD_FILE, POSTGRES_HOST_AUTH_METHOD } = variables;
  const declared = POSTGRES_USER || POSTGRES_DB;
  const ofImage = { user: POSTGRES_USER || 'postgres', database: POSTGRES_DB || POSTGRES_USER || 'postgres' };
  const used = declared ? undefined : await accountFromUrls(survey, folder, name);
  const password = passwordSource(service, survey, variables[PASSWORD]);
  if (password === undefined && POSTGRES_HOST_AUTH_METHOD !== 'trust') {
    const why =
      POSTGRES_PASSWORD_FILE === undefined
        ? 'its password stands in no variable'
        : 'its password stands in a file of its container';
    return `${name}: ${why}; add a target with user, database and password: { file: PATH }`;
  }
  const { database, user } = used ?? ofImage;
  if (!new RegExp(NAME).test(database))
    return `${name}: its database has a name that cannot be a target: ${database}`;
  const isGuess = !declared && used === undefined && service.folder !== undefined;
  return {
    name,
    service: name,
    port,
    use: 'database',
    value: {
      service: name,
      port,
      database,
      user,
      ...(password !== undefined && { password }),
    },
    guessed: isGuess ? 'user and database are those that the image has of itself' : undefined,
  };
}
