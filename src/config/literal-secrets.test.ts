// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are what is tested
import { expect, test } from 'vitest';
import { literalSecrets } from './literal-secrets.ts';
import { loadConfig } from './load.ts';
import { createRedactor } from './redact.ts';
import { folderWith, problemsOf } from './testing/problems-of.ts';

const HEAD = `version: 1
project: shop
stack: { compose: compose.yml }
targets: { web: { service: web, port: 80 } }
`;
const FILES = { 'compose.yml': 'services: { web: { image: web } }', password: 'from-a-file' };
const endpoint = (request: string, status = 200) =>
  `${HEAD}api: { target: web, endpoints: [{ name: a, ${request}, expect: { status: ${status} } }] }`;
const processes = (env: string) =>
  `version: 1\nproject: shop\nstack: { runtime: processes, processes: { a: { run: a, env: { ${env} } } } }\n`;
const account = (user: string) =>
  `${HEAD}auth: { target: web, login: { post: / }, whoami: { get: / }, account: { user: { ${user} } } }`;

test.each<[string, string, string[]]>([
  ['Authorization', 'Bearer abc-def', ['abc-def']],
  ['authorization', 'Basic bWU6aHVudGVyMg==', ['bWU6aHVudGVyMg==', 'hunter2']],
  ['Cookie', 'session=abc; theme=dark', ['abc', 'dark']],
  ['X-Api-Key', 'abc', ['abc']],
  ['password', 'hunter2', ['hunter2']],
  ['pass', 'hunter2', ['hunter2']],
  ['get', '/a?token=abc&page=2', ['abc']],
  ['run', 'node a.ts --password=abc', ['abc']],
  ['url', 'postgres://me:hunter2@db/app', ['hunter2']],
  ['password', '{{user.password}}', []],
  ['authorization', 'Bearer {{token}}', []],
  ['password', 'a-{{unique}}', []],
  ['DATABASE_URL', 'postgres://me:{{word}}@db', []],
  ['email', 'me@example.com', []],
  ['token_type', 'bearer', []],
  ['COOKIE_SECURE', 'true', []],
  ['password', '', []],
])('%s: %s holds %j', (name, text, secrets) => {
  expect(literalSecrets(name, text)).toEqual(secrets);
});

test.each([
  ['a header', endpoint('get: /, headers: { X-Session-Token: hunter2-a }')],
  ['a wrong credential', endpoint('get: /, headers: { Authorization: Bearer hunter2-a }', 401)],
  ['a body', endpoint('post: /, json: { a: [{ password: hunter2-a }] }', 401)],
  ['a query', endpoint('get: /a?token=hunter2-a')],
  ['a form', endpoint("post: /, text: 'user=me&password=hunter2-a'")],
  ['a socket', `${HEAD}realtime: { websocket: [{ name: w, target: web, path: '/ws?token=hunter2-a' }] }`],
  [
    'a flow',
    `${HEAD}system: { flows: [{ name: f, target: web, variables: { password: hunter2-a }, steps: [{ name: s, get: / }] }] }`,
  ],
  [
    'the user of the session',
    `${HEAD}auth: { target: web, user: { password: hunter2-a }, login: { post: / }, whoami: { get: / } }`,
  ],
  [
    'a command',
    'version: 1\nproject: shop\nstack: { runtime: processes, processes: { a: { run: a --token=hunter2-a } } }\n',
  ],
])('a literal in %s is kept from every output', async (_, text) => {
  await using folder = await folderWith({ ...FILES, 'failsafe.yaml': text });
  const { secrets } = await loadConfig({ cwd: folder.path, environment: {} });
  expect(createRedactor(secrets).text('said hunter2-a')).toBe('said [redacted]');
});

test('the value of a variable is kept whatever its name, where it is sent as a credential', async () => {
  const text = endpoint('get: /, headers: { Authorization: "Bearer ${STAGING}" }');
  await using folder = await folderWith({ ...FILES, 'failsafe.yaml': text });
  const { secrets } = await loadConfig({ cwd: folder.path, environment: { STAGING: 'hunter2-a' } });
  expect(createRedactor(secrets).text('hunter2-a')).toBe('[redacted]');
});

test.each([
  ['a credential that is to work', endpoint('get: /, headers: { Authorization: Bearer hunter2 }')],
  ['an API key that is to work', endpoint('get: /, headers: { x-api-key: hunter2 }')],
  [
    'a stream',
    `${HEAD}realtime: { sse: [{ name: s, target: web, path: /, headers: { Authorization: Token hunter2 } }] }`,
  ],
  ['the password of an account', account('password: hunter2')],
  ['the environment of a process', processes('DB_PASSWORD: hunter2')],
  ['a signing key', processes('SECRET_KEY: hunter2')],
  ['an address with a password', processes("DATABASE_URL: 'postgres://me:hunter2@db/app'")],
])('a secret in %s must not stand in the file', async (_, text) => {
  await using folder = await folderWith({ ...FILES, 'failsafe.yaml': text });
  const problems = await problemsOf({ cwd: folder.path });
  expect(problems).toMatchObject([{ code: 'CONFIG_LITERAL_SECRET', fix: expect.stringMatching('NAME') }]);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

test.each([
  endpoint('get: /, headers: { Authorization: Bearer wrong }', 401),
  endpoint('post: /, json: { password: wrong }', 401),
  endpoint('post: /, json: { password: a-Good-one }', 201),
  endpoint("get: /, headers: { Authorization: 'Bearer ${T:-x}' }"),
  endpoint('get: /, headers: { Cookie: theme=dark, accept: a }'),
  account('email: a@b.example, password: { file: password }'),
  processes("TOKEN_BACKEND: redis, PASSWORD_FILE: /run/a, COOKIE_SECURE: 'true', TOKEN_TTL: 10m"),
  processes("PASSWORD: '{{port}}', PORT: '{{port}}'"),
])('%s is accepted', async text => {
  await using folder = await folderWith({ ...FILES, 'failsafe.yaml': text });
  expect(await problemsOf({ cwd: folder.path })).toEqual([]);
});
