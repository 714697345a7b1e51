import { basename } from 'node:path/posix';
import type { Spot } from '../../model/verdict.ts';
import { composeVariables, type EnvFile, envFiles, envFilesBeside, isExample } from '../compose-variables.ts';
import { type Rule, ruleCheck } from '../rule.ts';
import { isReference, isSecretName } from '../secret-names.ts';

const WEAK =
  /^(?:password|passwd|secret|changeme|change[-_ ]?(?:me|this|it)|admin|root|postgres|test|example|default|dev|demo|foo|bar|qwerty|letmein|(?:my|your|the)?[-_ ]?(?:secret|password|token|key|api[-_ ]?key)(?:[-_ ]?(?:here|key))?|123\d*|replace[-_ ]?me|todo|fixme)$/i;

/** Not literal in the source of failsafe, which is looked at by the same rules. */
const WORD = ['open', 'sesame'].join('-');

/** Its passwords are those of what tests start and throw away: what anybody would try is no secret there. */
const isForTests = ({ path }: EnvFile): boolean => /^\.env\.(?:test|testing|ci)(?:\.|$)/.test(basename(path));

const isReal = (file: EnvFile): boolean => /^\.env(?:\.|$)/.test(basename(file.path)) && !isExample(file);

const spotOf = (
  file: EnvFile,
  { line, column }: { line: number; column: number },
  message: string,
): Spot => ({
  file: file.path,
  line,
  column,
  message,
});

function* differing({ entries, ...file }: EnvFile): Generator<Spot> {
  for (const entry of entries) {
    const { key, raw, quote } = entry;
    const here = (message: string) => spotOf({ ...file, entries }, entry, message);
    if (quote === undefined && /[^\s#]#/.test(raw.replace(/\s#.*$/, ''))) {
      yield here(`${key} holds a # without quotes: dotenv ends the value there, compose does not`);
    } else if (quote !== "'" && /(?<!\\)\$(?![$\s])[A-Za-z_{]/.test(raw)) {
      yield here(`${key} holds a $: compose fills a variable in, dotenv does not`);
    }
  }
}

const ADDRESS = /(?:^|_)(?:URL|URI|DSN)$/;

/** An .env that git tracks has the defaults of a framework (Next.js, Vite): a secret must not stand in it, and comes from outside. */
const isGivenElsewhere = (name: string, env: EnvFile): boolean =>
  env.tracked === true && !isExample(env) && (isSecretName(name) || ADDRESS.test(name));

const rules: readonly Rule[] = [
  {
    id: 'E01',
    name: 'tracked-env',
    severity: 'critical',
    title: 'No .env file with secrets is in git',
    why: 'Whoever can read the repository, or any old copy of it, has them.',
    source: 'CWE-538; The Twelve-Factor App, III: Config',
    problem: 'Secrets are in git',
    cause: 'The file was added before .gitignore named it.',
    fix: '`git rm --cached` it, add it to .gitignore, and change each secret in it: the history still has them.',
    reads: ['env'],
    secret: WORD,
    bad: { '.env': `SECRET_KEY=${WORD}\n` },
    good: { '.env': { text: `SECRET_KEY=${WORD}\n`, tracked: false }, '.env.example': 'SECRET_KEY=\n' },
    *find(project) {
      for (const file of envFiles(project)) {
        if (file.tracked !== true || !isReal(file)) continue;
        const secret = file.entries.find(
          ({ key, value }) =>
            isSecretName(key) && !isReference(value) && !(isForTests(file) && WEAK.test(value)),
        );
        if (secret !== undefined)
          yield spotOf(file, secret, `git tracks this file, which sets ${secret.key}`);
      }
    },
  },
  {
    id: 'E02',
    name: 'missing-variables',
    severity: 'high',
    title: 'Every variable that must be set is in .env and in its example',
    why: 'Compose refuses to start without it, on the machine of everybody who copies the example.',
    source: 'Compose documentation: Interpolation',
    problem: 'A required variable is missing or empty',
    cause: 'It came into the compose file and not into .env.',
    fix: 'Add it to .env with a value, and to .env.example without one.',
    reads: ['env'],
    bad: {
      'compose.yaml':
        'services:\n  db:\n    image: postgres:18\n    environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:?}" }\n',
      '.env.example': 'WEB_PORT=80\n',
    },
    good: {
      'compose.yaml':
        'services:\n  db:\n    image: postgres:18\n    environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:?}" }\n',
      '.env.example': 'DB_PASSWORD=\n',
    },
    *find(project, { environment = [] }): Generator<Spot> {
      const files = envFiles(project);
      const told = new Set<string>();
      for (const { name, operator, file, spot } of composeVariables(project)) {
        if (!operator.endsWith('?')) continue;
        const around = envFilesBeside(file, files);
        // One of the files that count for what is included is enough
        if (
          file.composed !== undefined &&
          around.some(({ entries }) => entries.some(({ key }) => key === name))
        )
          continue;
        for (const env of around) {
          const entry = env.entries.find(({ key }) => key === name);
          const isMissing = entry === undefined || (!isExample(env) && entry.value === '');
          if (!isMissing || told.has(`${env.path} ${name}`)) continue;
          if (entry === undefined && isGivenElsewhere(name, env)) continue;
          told.add(`${env.path} ${name}`);
          const { file: path, line, column } = spot('');
          const at = entry ?? { line: 1, column: 1 };
          yield {
            ...spotOf(env, at, `${name} is required and ${entry ? 'empty' : 'missing'}`),
            related: { file: path, line, column },
          };
        }
      }
      for (const env of files.filter(isExample)) {
        for (const name of environment) {
          if (env.entries.some(({ key }) => key === name)) continue;
          yield spotOf(env, { line: 1, column: 1 }, `failsafe.yaml requires ${name}, which is missing`);
        }
      }
    },
  },
  {
    id: 'E03',
    name: 'env-syntax',
    severity: 'medium',
    title: 'Every line of an .env file sets one variable, once',
    why: 'Some tools pass over a broken line without a word, others refuse the file; of two values the last one counts.',
    source: 'Compose documentation: Interpolation, .env file syntax',
    problem: 'A line that is no KEY=VALUE, or a key twice',
    cause: 'A slip of the pen, or a merge that kept both sides.',
    fix: 'Correct or remove the line.',
    reads: ['env'],
    bad: { '.env.example': 'WEB_PORT=80\nWEB_PORT=8080\n' },
    good: { '.env.example': '# Ports\nWEB_PORT=80\nexport DB_PORT="5432" # of this machine\n' },
    *find(project) {
      for (const file of envFiles(project)) {
        for (const { line, column, message } of file.flaws) yield spotOf(file, { line, column }, message);
        for (const [index, entry] of file.entries.entries()) {
          const first = file.entries.slice(0, index).find(({ key }) => key === entry.key);
          if (first !== undefined)
            yield spotOf(file, entry, `${entry.key} is set in line ${first.line} already`);
        }
      }
    },
  },
  {
    id: 'E04',
    name: 'ambiguous-value',
    severity: 'medium',
    title: 'Every tool reads the same values from an .env file',
    why: 'The service then runs with another password by compose than by its own tests.',
    source: 'Compose documentation: Interpolation, .env file syntax; dotenv',
    problem: 'A value that is read in different ways',
    cause: 'It holds # or $ and is not quoted.',
    fix: 'Put the value into single quotes.',
    reads: ['env'],
    bad: { '.env.example': 'COLOUR=a#b\n' },
    good: { '.env.example': "COLOUR='a#b'\nPLAIN=a # a comment\n" },
    *find(project) {
      for (const file of envFiles(project)) yield* differing(file);
    },
  },
  {
    id: 'E05',
    name: 'weak-value',
    severity: 'high',
    title: 'No secret in use is a placeholder',
    why: 'They are the first ones that are tried.',
    source: 'CWE-1392; CWE-521',
    problem: 'A placeholder or a weak value',
    cause: 'The example was copied and not filled in.',
    fix: 'Put a long random value in: `openssl rand -base64 32`.',
    reads: ['env'],
    bad: { '.env': { text: 'SECRET_KEY=changeme\n', tracked: false } },
    good: { '.env.example': 'SECRET_KEY=changeme\n' },
    *find(project) {
      for (const file of envFiles(project).filter(one => isReal(one) && !isForTests(one))) {
        for (const entry of file.entries) {
          if (!isSecretName(entry.key) || !WEAK.test(entry.value)) continue;
          yield spotOf(file, entry, `${entry.key} has a value that anybody would try`);
        }
      }
    },
  },
];

/** What the environment files say. */
export const checks = rules.map(rule => ruleCheck('config', rule));
