import type { Spot } from '../../model/verdict.ts';
import { exampleService } from '../compose-services.ts';
import { composeVariables, envFiles, envFilesBeside } from '../compose-variables.ts';
import { type Rule, ruleCheck } from '../rule.ts';
import { isReference, isSecretName } from '../secret-names.ts';

/** What the shell that starts compose has. */
const OF_THE_SHELL =
  /^(?:PWD|HOME|USER|LOGNAME|UID|GID|PATH|HOSTNAME|SHELL|TMPDIR|CI|DOCKER_\w+|COMPOSE_\w+)$/;

const rules: readonly Rule[] = [
  {
    id: 'C29',
    name: 'unset-variables',
    severity: 'high',
    title: 'Every variable has a value, a default, or refuses to be empty',
    why: 'Compose replaces a variable that is not set by nothing, and goes on: an empty password, a broken address.',
    source: 'Compose documentation: Interpolation',
    problem: 'A variable that may be empty',
    cause: 'It is set on the machine of whoever wrote the file, or was never documented.',
    fix: 'Write `${NAME:?}` or `${NAME:-default}`, and name it in .env.example.',
    reads: ['compose'],
    bad: exampleService('environment: { MODE: "${MODE}" }'),
    good: exampleService('environment: { MODE: "${MODE:-production}" }'),
    *find(project): Generator<Spot> {
      const files = envFiles(project);
      for (const { name, operator, file, spot } of composeVariables(project)) {
        if (operator !== '' || OF_THE_SHELL.test(name)) continue;
        const known = envFilesBeside(file, files).some(({ entries }) =>
          entries.some(({ key }) => key === name),
        );
        if (!known) yield spot(`the variable ${name} is set nowhere and has no default`);
      }
    },
  },
  {
    id: 'C31',
    name: 'default-secret',
    severity: 'high',
    title: 'No secret has a default that everybody knows',
    why: 'Where the variable is forgotten, the service runs with the default, and nobody notices.',
    source: 'CWE-1392; Compose documentation: Interpolation',
    problem: 'A default for a secret',
    cause: 'It was convenient for development.',
    fix: 'Write `${NAME:?}`: compose then refuses to start without it.',
    reads: ['compose'],
    bad: exampleService(`command: ["--key", "\${API_KEY:-${['well', 'known'].join('')}}"]`),
    good: exampleService('command: ["--key", "${API_KEY:?}"]'),
    *find(project): Generator<Spot> {
      for (const { name, operator, operand, spot } of composeVariables(project)) {
        if (!operator.endsWith('-') || !isSecretName(name) || isReference(operand)) continue;
        yield spot(`the secret ${name} has a literal default`);
      }
    },
  },
  {
    id: 'C30',
    name: 'obsolete-version',
    severity: 'low',
    title: 'No compose file has a `version`',
    why: 'Compose ignores it and warns on every command.',
    source: 'Compose Specification, version',
    problem: 'An obsolete key',
    cause: 'The file was begun when it was needed.',
    fix: 'Remove the line.',
    reads: ['compose'],
    bad: { 'compose.yaml': `version: "3.8"\n${exampleService()['compose.yaml']}` },
    good: exampleService(),
    *find({ files }): Generator<Spot> {
      for (const { tree, path } of files) {
        if (tree?.kind !== 'compose' || tree.value.version === undefined) continue;
        yield { file: path, ...tree.at(['version'], 'key'), message: 'the key version is obsolete' };
      }
    },
  },
];

/** What compose fills in. */
export const checks = rules.map(rule => ruleCheck('config', rule));
