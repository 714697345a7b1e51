import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith, problemsOf } from './testing/problems-of.ts';

const COMPOSE = 'services:\n  db: { image: postgres }\n  web: { image: web, depends_on: [db] }\n';
const HEAD = 'version: 1\nproject: shop\nstack: { compose: compose.yml }\n';
const WEB = 'targets: { web: { service: web, port: 80 } }\n';
const ENDPOINT = '{ name: a, get: /, expect: { status: 200 } }';
const API = `api: { target: web, endpoints: [${ENDPOINT}] }\n`;
const REGISTER = 'register: { post: / }, login: { post: / }, whoami: { get: / }';

let folder: Awaited<ReturnType<typeof folderWith>>;
beforeAll(async () => {
  folder = await folderWith({ 'compose.yml': COMPOSE });
});
afterAll(() => folder[Symbol.asyncDispose]());

/** One mistake each, which leaves something else without what it needs. */
test.each([
  ['a target of another kind', `${HEAD}${WEB}api: { target: 5, endpoints: [${ENDPOINT}] }`],
  ['a target under another key', `${HEAD}${WEB}api: { zzzzzzzz: web, endpoints: [${ENDPOINT}] }`],
  ['targets as a list', `${HEAD}targets: [web]\n${API}`],
  [
    'a target with a key of its own',
    `${HEAD}targets: { db: { service: db, port: 1, xyzxyz: a } }\ndatabase: { target: db }`,
  ],
  ['a target that is none', `${HEAD}targets: { web: nginx }\n${API}`],
  ['a stack of another kind', `version: 1\nproject: shop\nstack: compose.yml\n${WEB}${API}`],
  ['compose of another kind', `version: 1\nproject: shop\nstack: { compose: [5] }\n${WEB}${API}`],
  ['compose under another key', `version: 1\nproject: shop\nstack: { zzzzz: compose.yml }\n${WEB}${API}`],
  [
    'a runtime that is none',
    'version: 1\nproject: shop\nstack: { runtime: x, processes: { a: { run: a } } }\n',
  ],
  ['no description of the stack', `version: 1\nproject: shop\n${WEB}${API}`],
  [
    'an unset variable for the compose file',
    `version: 1\nproject: shop\nstack: { compose: '\${NONE}' }\n${WEB}${API}`,
  ],
  [
    'a missing env file',
    `version: 1\nproject: shop\nstack: { compose: compose.yml, env: none.env }\ntargets: { web: { service: web, port: 80 }, db: { service: db, port: 1, database: a, user: a, password: { env: A } } }\napi: { target: web, endpoints: [{ name: a, get: /, headers: { a: '\${B}' }, expect: { status: 200 } }] }`,
  ],
  [
    'a port of another kind',
    `version: 1\nproject: shop\nstack: { runtime: processes, processes: { web: { run: a, port: x } } }\n${WEB}`,
  ],
  ['a cleanup of another kind', `${HEAD}${WEB}auth: { target: web, ${REGISTER}, cleanup: none }`],
  [
    'a name of another kind',
    `${HEAD}${WEB}api: { target: web, endpoints: [{ name: [b], get: /, expect: { status: 200 } }, { name: a, get: /, needs: [b], expect: { status: 200 } }] }`,
  ],
  [
    'endpoints as a map',
    `${HEAD}${WEB}api: { target: web, endpoints: { b: { get: / } } }\nsystem: { flows: [{ name: f, target: web, needs: [b], steps: [{ name: a, get: / }] }] }`,
  ],
  [
    'a capture of another kind',
    `${HEAD}${WEB}system: { flows: [{ name: f, target: web, steps: [{ name: a, get: /, capture: { id: id } }, { name: b, get: '/{{id}}' }] }] }`,
  ],
  [
    'a step that is none',
    `${HEAD}${WEB}system: { flows: [{ name: f, target: web, steps: [{ name: a }, { name: b, event: x, expect: { json: { $.a: '{{id}}' } } }] }] }`,
  ],
  [
    'a field of the user of another kind',
    `${HEAD}${WEB}auth: { target: web, user: { mail: 5 }, login: { post: '/{{user.mail}}' }, whoami: { get: / } }`,
  ],
  [
    'an event of another kind',
    `${HEAD}${WEB}realtime: { socketio: [{ target: web, echo: { emit: a, event: 5, ack: false } }] }`,
  ],
  ['a warning of another kind', `${HEAD}connectivity: { tls: { warn: 60, fail: 40d } }`],
  [
    'no method',
    `${HEAD}${WEB}api: { target: web, endpoints: [{ name: a, refuses: [GET], expect: { status: 200 } }] }`,
  ],
])('%s is one problem', async (_, text) => {
  const file = await folder.write('failsafe.yaml', text);
  const [first, ...more] = await problemsOf({ file, cwd: folder.path });
  expect(first).toBeDefined();
  expect(more).toEqual([]);
});
