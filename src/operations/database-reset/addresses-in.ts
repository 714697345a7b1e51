/** Where a variable of the environment says that a database is. */
export interface DatabaseAddress {
  readonly variable: string;
  readonly host: string;
  readonly database: string;
}

const POSTGRES = /^postgres(?:ql)?(?:\+\w+)?:/;

/** The addresses of PostgreSQL databases in the environment of a container (`NAME=value`), without what is secret in them. */
export function addressesIn(environment: readonly string[]): DatabaseAddress[] {
  return environment.flatMap(line => {
    const [variable = '', ...rest] = line.split('=');
    const value = rest.join('=');
    const url = POSTGRES.test(value) ? URL.parse(value.replace(POSTGRES, 'http:')) : null;
    if (url === null) return [];
    return [{ variable, host: url.hostname, database: decodeURIComponent(url.pathname.slice(1)) }];
  });
}
