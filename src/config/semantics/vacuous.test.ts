import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { match } from '../../matching/match.ts';
import { folderWith, placed, problemsOf } from '../testing/problems-of.ts';

const HEAD = `version: 1
project: shop
stack: { compose: compose.yml }
targets: { web: { service: web, port: 80 }, db: { service: web, port: 5432, database: a, user: a } }
`;
const endpoint = (expectation: string) =>
  `api: { target: web, endpoints: [{ name: a, get: /, expect: { ${expectation} } }] }`;
const json = (matcher: string) => endpoint(`json: { $.a: ${matcher} }`);
const query = (expectation: string) =>
  `database: { target: db, queries: [{ name: q, sql: x, expect: { ${expectation} } }] }`;
const STATUSES = [...Array(500).keys()].map(index => index + 100);

let folder: Awaited<ReturnType<typeof folderWith>>;
beforeAll(async () => {
  folder = await folderWith({ 'compose.yml': 'services: { web: { image: web } }' });
});
afterAll(() => folder[Symbol.asyncDispose]());

async function codesOf(body: string): Promise<string[]> {
  const file = await folder.write('failsafe.yaml', HEAD + body);
  return (await problemsOf({ file, cwd: folder.path })).map(problem => placed(problem).split(' ')[0] ?? '');
}

test('a number that its neighbours pass for is a mistake', async () => {
  const inexact = [
    json('9007199254740993'),
    json('{ atLeast: -1e20 }'),
    endpoint('match: { a: [9007199254740992] }'),
  ];
  for (const body of inexact) expect(await codesOf(body)).toEqual(['CONFIG_INEXACT_NUMBER']);
  for (const body of [json('9007199254740991'), json("'9007199254740993'")])
    expect(await codesOf(body)).not.toContain('CONFIG_INEXACT_NUMBER');
});

describe('what can never fail is a mistake', () => {
  test.each([
    json("{ contains: '' }"),
    json("{ matches: '.*' }"),
    json("{ matches: '^.*$' }"),
    json("{ matches: '^' }"),
    json("{ matches: 'a*' }"),
    json("{ matches: '^(a|b)?' }"),
    json("{ matches: '[\\s\\S]*' }"),
    json('{ length: { atLeast: 0 } }'),
    json('{ length: { atLeast: -1 } }'),
    json("{ type: string, contains: '' }"),
    endpoint("headers: { x-a: { contains: '' } }"),
    endpoint('body: { exists: true }'),
    endpoint('body: { type: string }'),
    endpoint('body: { not: 5 }'),
    endpoint("body: { matches: '.*' }"),
    endpoint(`status: [${STATUSES}]`),
    query('rows: { atLeast: 0 }'),
    query('rows: { above: -1 }'),
    query('rows: { exists: true }'),
    query('rows: { type: integer }'),
    query('rows: { not: many }'),
    query("every: { a: { contains: '' } }"),
    'realtime: { socketio: [{ target: web, hold: 0s }] }',
    "realtime: { socketio: [{ target: web, greets: { event: a, json: { $.a: { matches: '.*' } } } }] }",
    "realtime: { websocket: [{ name: w, target: web, path: /, expect: { message: { contains: '' } } }] }",
    "system: { flows: [{ name: f, target: web, steps: [{ name: a, get: /, expect: { body: { contains: '' } } }] }] }",
    "auth: { target: web, login: { post: /, expect: { json: { $.a: { contains: '' } } } }, whoami: { get: / } }",
    'containers: { disk: { free: 0% } }',
    'containers: { disk: { free: 0B } }',
    'containers: { defaults: { restartWindow: 0s } }',
    'containers: { services: { web: { restartWindow: 0ms } } }',
  ])('%s', async body => {
    expect(await codesOf(body)).toEqual(['CONFIG_VACUOUS']);
  });
});

test.each([
  'containers: { defaults: { memory: { below: 200% } } }',
  'containers: { services: { web: { memory: { below: 100.5% } } } }',
  'containers: { disk: { free: 101% } }',
  'database: { target: db, connections: { below: 200% } }',
])('%s is more than there is', async body => {
  expect(await codesOf(body)).toEqual(['CONFIG_INVALID_VALUE']);
});

describe('what has no content is none either', () => {
  test.each([
    endpoint('json: {}'),
    endpoint('headers: {}'),
    endpoint('status: []'),
    json('{}'),
    json('{ oneOf: [] }'),
    json("{ startsWith: '' }"),
    json('{ length: {} }'),
    query('row: {}'),
    query('every: {}'),
    query('rows: {}'),
    'containers: { defaults: { logs: { forbid: [] } } }',
    'connectivity: {}',
  ])('%s', async body => {
    expect(await codesOf(body)).toEqual(['CONFIG_INVALID_VALUE']);
  });
});

describe('what can fail is none', () => {
  test.each([
    json("{ contains: ' ' }"),
    json("{ matches: '.+' }"),
    json("{ matches: '^a*$' }"),
    json("{ matches: '^(?!.*error)' }"),
    json("{ matches: '\\b' }"),
    json('{ length: { atLeast: 0, atMost: 5 } }'),
    json('{ length: 0 }'),
    json('{ atLeast: 0 }'),
    json('{ exists: true }'),
    json("{ equals: '' }"),
    json('{ not: 5 }'),
    endpoint("body: ''"),
    endpoint('status: [200, 404, 500]'),
    query('rows: { atLeast: 0, below: 10 }'),
    query('rows: { not: 0 }'),
    query('rows: 0'),
    query('row: { users: { atLeast: 0 } }'),
    'containers: { defaults: { cpu: { below: 350% }, memory: { below: 100% } } }',
    'realtime: { websocket: [{ name: w, target: web, path: /, expect: { message: { exists: true } } }] }',
    "api: { target: web, endpoints: [{ name: a, post: /, json: { expect: { body: { contains: '' } } }, expect: { status: 200 } }] }",
  ])('%s', async body => {
    expect(await codesOf(body)).toEqual([]);
  });
});

test('an expectation that was left empty by a variable', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is what is tested
  expect(await codesOf(json("{ contains: '${NONE:-}' }"))).toEqual(['CONFIG_VACUOUS']);
});

test('each of these patterns is found in every text', () => {
  for (const pattern of ['.*', '^.*$', '^', 'a*', '^(a|b)?', '[\\s\\S]*'])
    for (const text of ['', 'x', 'two words', '§']) expect(match(text, { matches: pattern })).toEqual([]);
});
