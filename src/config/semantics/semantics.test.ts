import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderWith, problemsOf } from '../testing/problems-of.ts';

const COMPOSE = `services:
  db: { image: postgres }
  api: { image: api, depends_on: [db] }
  web: { image: web, depends_on: [api] }
  tool: { image: tool, profiles: [tools] }
`;
const HEAD = `version: 1
project: shop
stack: { compose: compose.yml }
targets:
  web: { service: web, port: 80 }
  api: { service: api, port: 5000 }
  db: { service: db, port: 5432, database: shop, user: app }
`;
const ENDPOINT =
  'api:\n  target: web\n  endpoints:\n    - name: list\n      get: /list\n      expect: { status: 200 }\n';

/** The endpoint with one more key. */
const endpointWith = (key: string) => ENDPOINT.replace('      get', () => `      ${key}\n      get`);
/** The endpoint with another expectation. */
const expecting = (expectation: string) => ENDPOINT.replace('{ status: 200 }', () => expectation);

let folder: Awaited<ReturnType<typeof folderWith>>;
beforeAll(async () => {
  folder = await folderWith({ 'compose.yml': COMPOSE, 'schema.json': '{"type":"object"}', 'sub/x.sql': '' });
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Each problem as its code and the text that it points at, up to a blank or bracket. */
async function found(text: string): Promise<string[]> {
  const file = await folder.write('failsafe.yaml', text);
  const lines = text.split('\n');
  return (await problemsOf({ file, cwd: folder.path })).map(({ code, at }) => {
    const rest = lines[(at?.line ?? 1) - 1]?.slice((at?.column ?? 1) - 1) ?? '';
    return `${code} ${/^['"]?[^\s,\]})'"]*/.exec(rest)?.[0]}`;
  });
}

const cases = (rows: readonly (readonly [body: string, ...problems: string[]])[]) =>
  test.each(rows.map(([body, ...problems]) => [body, problems] as const))('%s', async (body, problems) => {
    expect(await found(HEAD + body)).toEqual(
      problems.map(problem => (problem.includes(' ') ? problem : `${problem} `)),
    );
  });

const REFERENCE = 'CONFIG_UNKNOWN_REFERENCE';

describe('targets', () => {
  cases([
    [ENDPOINT],
    [ENDPOINT.replace('target: web', 'target: wbe'), `${REFERENCE} wbe`],
    [ENDPOINT.replace('target: web', 'target: db'), `${REFERENCE} db`],
    [endpointWith('target: nope'), `${REFERENCE} nope`],
    [ENDPOINT.replace('  target: web\n', ''), 'CONFIG_MISSING_KEY name:'],
    [endpointWith('target: api').replace('  target: web\n', '')],
    ['database: { target: web }', `${REFERENCE} web`],
    ['database: { target: constructor }', `${REFERENCE} constructor`],
    ['pwa: { target: db }', `${REFERENCE} db`],
    [
      'realtime: { socketio: [{ target: x1 }], sse: [{ name: a, target: x2, path: / }] }',
      `${REFERENCE} x1`,
      `${REFERENCE} x2`,
    ],
    ['realtime: { websocket: [{ name: a, target: db, path: / }] }', `${REFERENCE} db`],
    ['connectivity: { redirects: [{ target: nope, to: https }] }', `${REFERENCE} nope`],
    ['auth: { target: wbe, login: { post: / }, whoami: { get: / } }', `${REFERENCE} wbe`],
    [
      'auth: { target: web, login: { post: / }, whoami: { get: / }, cleanup: [{ target: web, sql: x }] }',
      `${REFERENCE} web`,
    ],
    ['system: { flows: [{ name: f, steps: [{ name: a, get: / }] }] }', 'CONFIG_MISSING_KEY {'],
    [
      'system: { flows: [{ name: f, target: web, steps: [{ name: a, sql: select 1 }] }] }',
      'CONFIG_MISSING_KEY {',
    ],
    [
      'system: { flows: [{ name: f, target: web, steps: [{ name: a, target: web, sql: select 1 }] }] }',
      `${REFERENCE} web`,
    ],
    [
      'system: { flows: [{ name: f, target: web, steps: [{ name: a, target: db, get: / }] }] }',
      `${REFERENCE} db`,
    ],
    ['system: { flows: [{ name: f, target: web, steps: [{ name: a, target: db, sql: select 1 }] }] }'],
    [
      'system: { flows: [{ name: f, target: web, steps: [{ name: a, get: / }], teardown: [{ name: b, sql: x, target: dbb }] }] }',
      `${REFERENCE} dbb`,
    ],
  ]);
});

describe('services', () => {
  cases([
    ['containers: { services: { api: { restarts: 1 }, app: { restarts: 1 } } }', `${REFERENCE} app:`],
    ['containers: { ignore: [api, wbe] }', `${REFERENCE} wbe`],
    ['containers: { ignore: [tool] }'],
    [
      'connectivity: { reach: [{ from: web, to: api, port: 1 }, { from: w, to: a, port: 1 }] }',
      `${REFERENCE} w`,
      `${REFERENCE} a`,
    ],
    ['connectivity: { closed: [{ service: nope, port: 1 }, { host: nope, port: 1 }] }', `${REFERENCE} nope`],
  ]);
  test('of the stack itself', async () => {
    expect(await found(HEAD.replace('compose.yml }', 'compose.yml, oneShots: [db, migrate] }'))).toEqual([
      `${REFERENCE} migrate`,
    ]);
    expect(await found(HEAD.replace('service: web', 'service: wbe'))).toEqual([`${REFERENCE} wbe`]);
  });
  test('one whose profile is not active is no service, and may be ignored', async () => {
    const text = `${HEAD}containers: { ignore: [tool], services: { tool: { restarts: 1 } } }\n`;
    const file = await folder.write('failsafe.yaml', text);
    expect(await problemsOf({ file, cwd: folder.path })).toMatchObject([
      {
        message: 'the service "tool" does not start: its profile tools is not active',
        fix: expect.stringContaining('COMPOSE_PROFILES=tools'),
      },
    ]);
    expect(await problemsOf({ file, environment: { COMPOSE_PROFILES: 'tools' } })).toEqual([]);
  });

  test('nothing is said of them when the compose file cannot be read', async () => {
    expect(await found(HEAD.replace('compose.yml', 'none.yml'))).toEqual(['CONFIG_FILE_MISSING none.yml']);
  });
});

describe('needs', () => {
  const needing = (name: string) => endpointWith(`needs: ['${name}']`);
  cases([
    ...['database', 'system', 'api', 'db', 'web', 'list', 'connectivity.tcp:web', 'database.connect'].map(
      name => [needing(name)] as const,
    ),
    [needing('databse'), `${REFERENCE} 'databse`],
    [needing('databse.connect'), `${REFERENCE} 'databse.connect`],
    [
      'database: { target: db, queries: [{ name: q, sql: x, expect: { rows: 1 }, needs: [f, q, nope] }] }\nsystem: { flows: [{ name: f, target: web, steps: [{ name: a, get: / }] }] }',
      `${REFERENCE} nope`,
    ],
  ]);
});

describe('names', () => {
  const query = '{ name: q, sql: x, expect: { rows: 1 } }';
  cases([
    [`database: { target: db, queries: [${query}, ${query}] }`, 'CONFIG_DUPLICATE_NAME q'],
    ['realtime: { socketio: [{ target: web }, { target: web, path: /x }] }', 'CONFIG_DUPLICATE_NAME {'],
    ['realtime: { socketio: [{ target: web }, { target: web, name: x }] }'],
    [`${ENDPOINT}database: { target: db, queries: [{ name: list, sql: x, expect: { rows: 1 } }] }`],
  ]);
});

describe('JSONPaths', () => {
  const querying = (path: string) => expecting(`{ json: { '${path}': 1 } }`);
  const BAD = 'CONFIG_INVALID_JSONPATH';
  cases([
    ...['$', '$.a.b[0]', '$..x', '$.a[?@.b == 1].c', '$["a-b"]'].map(path => [querying(path)] as const),
    ...['$.', '$a', '$.a[', '$.a.length()', '$.a b'].map(
      path => [querying(path), `${BAD} '${path.split(/[ )]/)[0]}`] as const,
    ),
    [
      'auth: { target: web, token: $.[, login: { post: / }, whoami: { get: / } }'.replace('$.[', "'$.['"),
      `${BAD} '$.[`,
    ],
    ["auth: { target: web, login: { post: /, capture: { a: '$[' } }, whoami: { get: / } }", `${BAD} '$[`],
    ["realtime: { socketio: [{ target: web, greets: { event: e, json: { '$[': 1 } } }] }", `${BAD} '$[`],
    [
      "system: { flows: [{ name: f, target: web, steps: [{ name: a, get: /, capture: { b: '$.c[' } }] }] }",
      `${BAD} '$.c[`,
    ],
  ]);
});

describe('no time at all', () => {
  const NONE = 'CONFIG_INVALID_VALUE';
  cases([
    [endpointWith('timeout: 0s'), `${NONE} 0s`],
    [endpointWith('timeout: 0.0ms'), `${NONE} 0.0ms`],
    [endpointWith('timeout: 0'), `${NONE} 0`],
    [endpointWith('timeout: 0.5s')],
    [endpointWith('eventually: 0s')],
    [expecting('{ status: 200, latency: { fail: 0s } }'), `${NONE} 0s`],
    ['connectivity: { timeout: 0s }', `${NONE} 0s`],
    ['connectivity: { tls: { fail: 0s } }'],
    ['containers: { defaults: { timeout: 0m } }', `${NONE} 0m`],
    ['database: { target: db, timeout: 0s }', `${NONE} 0s`],
    ['monitor: { interval: 0s }', `${NONE} 0s`],
    ['monitor: { repeat: 0s }', `${NONE} 0s`],
  ]);
  test('is said to be none', async () => {
    const file = await folder.write('failsafe.yaml', `${HEAD}connectivity: { timeout: 0s }\n`);
    expect(await problemsOf({ file })).toMatchObject([
      {
        expected: 'a duration longer than 0, such as 500ms, 30s, 5m, 12h, 7d',
        got: expect.stringContaining('0s'),
      },
    ]);
  });
});

describe('JSON Schemas', () => {
  const schema = (text: string) => expecting(`{ schema: ${text} }`);
  cases([
    [schema('schema.json')],
    [schema('{ type: object }')],
    [schema('none.json'), 'CONFIG_JSON_SCHEMA none.json'],
    [schema('{ type: nope }'), 'CONFIG_JSON_SCHEMA {'],
    [schema('compose.yml'), 'CONFIG_JSON_SCHEMA compose.yml'],
  ]);
});

describe('{{variables}}', () => {
  const VARIABLE = 'CONFIG_UNKNOWN_VARIABLE';
  const auth = (more: string) =>
    `auth:\n  target: web\n  login: { post: / }\n  whoami: { get: / }\n${more}\n`;
  const flow = (...steps: string[]) =>
    `system:\n  flows:\n    - name: f\n      target: web\n      variables: { v: 'x{{unique}}' }\n      steps:\n${steps.map(step => `        - ${step}\n`).join('')}`;
  cases([
    [ENDPOINT.replace('/list', "'/list/{{unique}}'")],
    [ENDPOINT.replace('/list', "'/list/{{ id }}'"), `${VARIABLE} '/list/{{`],
    [endpointWith("headers: { authorization: '{{token}}' }"), `${VARIABLE} '{{token`],
    [auth("  logout: { post: /, json: { a: ['{{user.email}}', '{{token}}'] } }")],
    [auth("  logout: { post: /, json: { a: '{{user.mail}}' } }"), `${VARIABLE} '{{user.mail`],
    [auth("  user: { mail: 'x{{unique}}' }\n  logout: { post: '/{{user.mail}}' }")],
    [auth("  user: { mail: 'x{{unqiue}}' }"), `${VARIABLE} 'x{{unqiue`],
    [auth("  account: { user: { id: '1' } }\n  logout: { post: '/{{user.id}}' }")],
    [
      auth("  account: { user: { id: '1' } }\n  logout: { post: '/{{user.email}}' }"),
      `${VARIABLE} '/{{user.email`,
    ],
    [auth('').replace('post: /', "post: '/{{token}}'"), `${VARIABLE} '/{{token`],
    [auth('').replace('post: /', 'post: /, capture: { id: $.id }').replace('get: /', "get: '/{{id}}'")],
    [
      auth('').replace('get: /', "get: /, expect: { json: { $.email: '{{user.emial}}' } }"),
      `${VARIABLE} '{{user.emial`,
    ],
    [flow("{ name: a, get: '/{{v}}/{{unique}}' }")],
    [flow("{ name: a, get: '/{{w}}' }"), `${VARIABLE} '/{{w`],
    [flow("{ name: a, get: '/{{id}}' }", '{ name: b, get: /, capture: { id: $.id } }'), `${VARIABLE} '/{{id`],
    [flow('{ name: b, get: /, capture: { id: $.id } }', "{ name: a, get: '/{{id}}/{{id.deeper}}' }")],
    [flow("{ name: a, target: db, sql: x, params: ['{{w}}'] }"), `${VARIABLE} '{{w`],
    [
      `${flow('{ name: b, get: /, capture: { id: $.id } }')}      teardown: [{ name: c, delete: '/{{id}}/{{di}}' }]\n`,
      `${VARIABLE} '/{{id`,
    ],
  ]);
});

describe('contradictions', () => {
  const VALUE = 'CONFIG_INVALID_VALUE';
  cases([
    [endpointWith('refuses: [PUT, GET]'), `${VALUE} GET`],
    [endpointWith('refuses: [PUT]')],
    [expecting('{ json: { $.a: { exists: false, equals: 1 } } }'), 'CONFIG_EXCLUSIVE_KEYS exists:'],
    [expecting('{ json: { $.a: { exists: false } } }')],
    ['connectivity: { tls: { warn: 7d, fail: 30d } }', `${VALUE} 7d`],
    ['connectivity: { tls: { warn: 5d } }', `${VALUE} 5d`],
    ['connectivity: { tls: { fail: 40d } }', `${VALUE} 40d`],
    ['connectivity: { tls: { warn: 60d, fail: 40d } }'],
    [ENDPOINT.replace('  endpoints', '  latency: { warn: 2s, fail: 2s }\n  endpoints'), `${VALUE} 2s`],
    ['realtime: { socketio: [{ target: web, echo: { emit: a, ack: false } }] }', 'CONFIG_MISSING_KEY echo:'],
    ['realtime: { socketio: [{ target: web, echo: { emit: a, ack: true } }] }'],
    [
      'auth: { target: web, register: { post: / }, login: { post: / }, whoami: { get: / } }',
      'CONFIG_MISSING_KEY register:',
    ],
    [
      'auth: { target: web, scheme: cookie, login: { post: /, form: { a: b } }, whoami: { get: / } }',
      'CONFIG_MISSING_KEY login:',
    ],
    [
      'auth: { target: web, scheme: cookie, csrf: { get: /, cookie: c }, login: { post: /, expect: { status: 302 } }, whoami: { get: / } }',
    ],
    ['system: { flows: [{ name: f, target: web, steps: [{ name: a, event: e }] }] }', `${VALUE} {`],
    [
      'system: { flows: [{ name: f, target: web, steps: [{ name: a, event: e }, { name: b, connect: {} }] }] }',
      `${VALUE} {`,
    ],
    [
      'system: { flows: [{ name: f, target: web, steps: [{ name: b, connect: {} }, { name: a, event: e }] }] }',
    ],
  ]);
});

describe('addresses', () => {
  test.each([
    ['https://shop.example/base', []],
    ['https://', ['CONFIG_INVALID_VALUE https://']],
    ['https://me:hunter2@shop.example', ['CONFIG_INVALID_VALUE https://me:hunter2@shop.example']],
    ['https://shop.example/?a=1', ['CONFIG_INVALID_VALUE https://shop.example/?a=1']],
    ['https://shop.example/#x', ['CONFIG_INVALID_VALUE https://shop.example/#x']],
  ])('%s', async (url, problems) => {
    expect(
      await found(
        `version: 1\nproject: x\nstack: { compose: compose.yml }\ntargets:\n  web:\n    url: ${url}\n`,
      ),
    ).toEqual(problems);
  });
});

describe('processes', () => {
  const processes = (body: string) =>
    `version: 1\nproject: x\nstack:\n  runtime: processes\n  processes:\n${body}`;
  test.each<[string, string[]]>([
    ['    a: { run: a, needs: [b] }\n    b: { run: b }\n', []],
    ['    a: { run: a, needs: [c] }\n    b: { run: b }\n', [`${REFERENCE} c`]],
    ['    a: { run: a, needs: [a] }\n', ['CONFIG_CYCLE a']],
    [
      '    a: { run: a, needs: [b] }\n    b: { run: b, needs: [c] }\n    c: { run: c, needs: [a] }\n',
      ['CONFIG_CYCLE a'],
    ],
    ["    a: { run: a, env: { U: '{{url:b}} {{port}}' } }\n    b: { run: b }\n", []],
    ["    a: { run: a, env: { U: '{{url:c}}' } }\n    b: { run: b }\n", [`${REFERENCE} '{{url:c`]],
    [
      "    a: { run: a, env: { U: '{{database-url:b}}' } }\n    b: { run: b }\n",
      [`${REFERENCE} '{{database-url:b`],
    ],
    ["    a: { run: a, env: { U: '{{database-url:b}}' } }\n    b: { postgres: { database: x } }\n", []],
    ["    a: { run: a, env: { U: '{{prot}}' } }\n", ["CONFIG_UNKNOWN_VARIABLE '{{prot"]],
    ['    a: { run: a, cwd: nowhere }\n', ['CONFIG_FILE_MISSING nowhere']],
    ['    a: { run: a, cwd: sub }\n', []],
    ['    a: { run: a, cwd: compose.yml }\n', ['CONFIG_FILE_MISSING compose.yml']],
    ['    a: { postgres: { database: x, init: [sub/x.sql, sub] } }\n', ['CONFIG_FILE_MISSING sub']],
  ])('%s', async (body, problems) => {
    expect(await found(processes(body))).toEqual(problems);
  });

  test.each([
    ['{ run: a, port: 80 }', 80, []],
    ['{ run: a, port: 80 }', 81, [`${REFERENCE} 81`]],
    ['{ run: a }', 80, [`${REFERENCE} 80`]],
    ['{ postgres: { database: x } }', 5432, []],
  ])('%s with a target of port %d', async (process, port, problems) => {
    const text = `${processes(`    a: ${process}\n`)}targets:\n  t:\n    service: a\n    port: ${port}\n`;
    expect(await found(text)).toEqual(problems);
    expect(await found(text.replace('runtime: processes', 'runtime: compose'))).toEqual([
      'CONFIG_STACK stack:',
    ]);
  });

  test('and compose describe the same services', async () => {
    const both = processes('    db: { run: a }\n    app: { run: b }\n').replace(
      'stack:',
      `stack:\n  compose: ${join('.', 'compose.yml')}`,
    );
    expect(await found(both)).toEqual(['CONFIG_STACK processes:']);
  });

  test('a runtime needs its own description', async () => {
    expect(await found('version: 1\nproject: x\n')).toEqual(['CONFIG_STACK version:']);
    expect(await found('version: 1\nproject: x\nstack: { runtime: testcontainers }\n')).toEqual([
      'CONFIG_STACK stack:',
    ]);
    expect(
      await found('version: 1\nproject: x\nstack: { runtime: processes, compose: compose.yml }\n'),
    ).toEqual(['CONFIG_STACK stack:']);
  });
});
