import {
  eachService,
  environmentOf,
  exampleService,
  type ServiceView,
  texts,
  variablesAt,
} from '../compose-services.ts';
import { type Rule, ruleCheck } from '../rule.ts';
import { isReference, isSecretName } from '../secret-names.ts';

/** A password in an address, which is written out. */
const USER_INFO = /[a-z][a-z0-9+.-]*:\/\/[^\s/:@$]*:([^\s/@]+)@/i;

const hasLiteralPassword = (text: string): boolean => {
  const password = USER_INFO.exec(text)?.[1];
  return password !== undefined && !isReference(password);
};

function commandTexts({ value }: ServiceView): [string, (string | number)[]][] {
  return ['command', 'entrypoint'].flatMap(key => {
    const given = value[key];
    if (typeof given === 'string') return [[given, [key]] as [string, (string | number)[]]];
    return texts(given).map(([text, index]): [string, (string | number)[]] => [text, [key, index]]);
  });
}

/** Not literal in the source of failsafe, which is looked at by the same rules. */
const PASSWORD = ['corr', 'ect-horse'].join('');

const rules: readonly Rule[] = [
  {
    id: 'C11',
    name: 'literal-credential',
    severity: 'high',
    title: 'No credential of a service stands in the compose file',
    why: 'Whoever can read the repository, or any old copy of it, has the credential.',
    source: 'CWE-798; Compose documentation: Secrets',
    problem: 'A literal credential',
    cause: 'It was written down to get started.',
    fix: 'Write `${NAME:?}`, put the value into .env, which git ignores, and change the credential.',
    reads: ['compose'],
    secret: PASSWORD,
    bad: exampleService(`environment: { API_TOKEN: ${PASSWORD} }`),
    good: exampleService('environment: { API_TOKEN: "${API_TOKEN:?}", TOKEN_SECONDS: 3600 }'),
    find: eachService(service =>
      [['environment'], ['build', 'args'], ['labels']]
        .flatMap(path => variablesAt(service, path))
        .filter(({ name, value }) => isSecretName(name) && !isReference(value))
        .map(({ name, path }) => service.spot(path, `has a literal value of ${name}`)),
    ),
  },
  {
    id: 'C12',
    name: 'credential-in-url',
    severity: 'high',
    title: 'No address in the compose file holds a password',
    why: 'Addresses end in logs and in errors, and with them the password.',
    source: 'CWE-798; RFC 3986, 3.2.1',
    problem: 'A password in an address',
    cause: 'The address was written as one text.',
    fix: 'Write `postgres://user:${DB_PASSWORD:?}@host/name`, and change the password.',
    reads: ['compose'],
    secret: PASSWORD,
    bad: exampleService(`environment: [ "DATABASE_URL=postgres://shop:${PASSWORD}@db/shop" ]`),
    good: exampleService('environment: [ "DATABASE_URL=postgres://shop:${DB_PASSWORD:?}@db/shop" ]'),
    find: eachService(service => [
      ...[...environmentOf(service), ...variablesAt(service, ['build', 'args'])]
        .filter(({ value }) => hasLiteralPassword(value))
        .map(({ name, path }) => service.spot(path, `has a password in the address ${name}`)),
      ...commandTexts(service)
        .filter(([text]) => hasLiteralPassword(text))
        .map(([, path]) => service.spot(path, 'has a password in an address of its command')),
    ]),
  },
];

/** Credentials that are written out. */
export const checks = rules.map(rule => ruleCheck('security', rule));
