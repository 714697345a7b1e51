import { expect, test } from 'vitest';
import { projectOf } from '../testing.ts';
import { check } from './compose-references.ts';

const found = async (files: Record<string, string>) => {
  const { spots = [] } = check.evaluate(await projectOf(files), {});
  return spots.map(({ file, line, message }) => `${file}:${line} ${message}`);
};

const WEB = 'services:\n  web:\n    image: web:1\n    depends_on: [db]\n    networks: [back]\n';
const DB = 'services:\n  db: { image: postgres:18, networks: [back] }\nnetworks: { back: {} }\n';
const including = (...paths: readonly string[]) => `include: [${paths.join(', ')}]\n${WEB}`;

test.each([
  ['what is included is known', including('infra/db.compose.yaml'), []],
  ['and its long form', `include:\n  - path: [infra/db.compose.yaml]\n${WEB}`, []],
  [
    'what it does not have is missing',
    including('infra/db.compose.yaml').replace('[db]', '[dbb]'),
    ['compose.yaml:5 web names the service dbb, which is not declared'],
  ],
  [
    'a path that is not there',
    including('infra/bd.compose.yaml'),
    [
      'compose.yaml:1 includes infra/bd.compose.yaml, which is not there; did you mean infra/db.compose.yaml?',
    ],
  ],
  ['a path that a variable tells', including('"${DB_FILE}"').replace('[db]', '[dbb]'), []],
])('%s', async (_, compose, expected) => {
  expect(await found({ 'compose.yaml': compose, 'infra/db.compose.yaml': DB })).toEqual(expected);
});

const BUILD = 'FROM node:22 AS base\nFROM base AS runtime\n';
test.each([
  ['{ context: web }', []],
  ['{ context: web, target: runtime }', []],
  ['{ context: web, target: 1 }', []],
  ['{ context: web, target: "${STAGE:-x}" }', []],
  ['{ context: web, dockerfile: "${FILE:-x}" }', []],
  ['{ context: ../other }', []],
  ['{ context: web, dockerfile_inline: "FROM a:1" }', []],
  ['https://github.com/a/b.git', []],
  ['git@github.com:a/b.git', []],
  ['./submodule', []],
  [
    '{ context: web, target: runtme }',
    'to the stage runtme, which web/Dockerfile does not have; did you mean runtime?',
  ],
  [
    '{ context: web, dockerfile: Dokerfile }',
    'by web/Dokerfile, which is not there; did you mean web/Dockerfile?',
  ],
  ['./wbe', 'from wbe, which is not there; did you mean web?'],
])('build: %s', async (build, problem) => {
  const project = await projectOf({
    'compose.yaml': `services:\n  web:\n    build: ${build}\n`,
    'web/Dockerfile': BUILD,
  });
  const { spots = [] } = check.evaluate({ ...project, paths: [...(project.paths ?? []), 'submodule'] }, {});
  const [kind] = typeof problem === 'string' ? [problem] : [];
  expect(spots.map(({ message }) => message.replace(/^web is built /, ''))).toEqual(
    kind === undefined ? [] : [kind],
  );
});

test('where nobody asked git, nothing is said to be missing', async () => {
  const { files } = await projectOf({ 'compose.yaml': 'services:\n  web:\n    build: ./web\n' });
  expect(check.evaluate({ files }, {}).status).toBe('pass');
});

test.each([
  ['docker/base.compose.yaml', 'worker', []],
  ['docker/base.compose.yaml', 'wroker', ['extends wroker, which is no service of docker/base.compose.yaml']],
  [
    'docker/bsae.compose.yaml',
    'worker',
    [
      'extends a service of docker/bsae.compose.yaml, which is not there; did you mean docker/base.compose.yaml?',
    ],
  ],
])('extends %s, %s', async (file, service, expected) => {
  const compose = `services:\n  web:\n    extends: { file: ${file}, service: ${service} }\n`;
  const base = { 'docker/base.compose.yaml': 'services:\n  worker: { image: w:1 }\n' };
  const spots = await found({ 'compose.yaml': compose, ...base });
  expect(spots).toEqual(expected.map(message => `compose.yaml:3 web ${message}`));
});

const waiting = (db: string) =>
  `services:\n  web:\n    image: web:1\n    depends_on: { db: { condition: service_healthy } }\n  db: { ${db} }\n`;
test.each([
  ['image: postgres:18', true],
  ['image: postgres:18, healthcheck: { interval: 5s }', true],
  ['image: acme/db:1, healthcheck: { disable: true }', true],
  ['image: acme/db:1, healthcheck: { test: [NONE] }', true],
  ['image: postgres:18, healthcheck: { test: pg_isready }', false],
  // These may bring one of their own
  ['image: acme/db:1', false],
  ['image: postgres:18, build: db', false],
])('a service that waits for the health of { %s }: %s', async (db, isTold) => {
  const spots = await found({ 'compose.yaml': waiting(db), 'db/Dockerfile': 'FROM postgres:18\n' });
  expect(spots).toEqual(
    isTold ? ['compose.yaml:4 web waits for the health of db, which has no health check'] : [],
  );
});

test('an override may bring the health check, or take the dependency off', async () => {
  const base = waiting('image: postgres:18');
  const override = 'services:\n  db: { healthcheck: { test: pg_isready } }\n';
  expect(await found({ 'compose.yaml': base, 'compose.override.yaml': override })).toEqual([]);
  expect(await found({ 'compose.yaml': base.replace('healthy }', 'healthy, required: false }') })).toEqual(
    [],
  );
});

test('a health check of no known kind', async () => {
  const compose =
    'services:\n  web:\n    image: web:1\n    healthcheck: { test: [curl, -f, "http://localhost"] }\n';
  expect(await found({ 'compose.yaml': compose })).toEqual([
    'compose.yaml:4 web has a health check that begins with curl, and not with CMD or CMD-SHELL',
  ]);
});

test('the steps of a CI are no compose file, whatever they are called', async () => {
  const { files } = await projectOf({ '.github/workflows/docker-compose.yml': 'on: push\njobs: {}\n' });
  expect(files[0]).toMatchObject({ language: 'yaml', flaws: [] });
});

test('a secret of a build that nothing declares', async () => {
  const compose = (name: string) =>
    `services:\n  web:\n    build: { context: ., secrets: [${name}] }\nsecrets: { gh: { environment: GH } }\n`;
  const files = { Dockerfile: 'FROM debian:12\n' };
  expect(await found({ ...files, 'compose.yaml': compose('gh') })).toEqual([]);
  expect(await found({ ...files, 'compose.yaml': compose('github') })).toEqual([
    'compose.yaml:3 web names the secret github, which is not declared',
  ]);
});
