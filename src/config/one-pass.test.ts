import { cp } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Path } from './flaw.ts';
import { checkStructure } from './structure/check-structure.ts';
import { isWithin } from './structure/cuts.ts';
import { at, drop, pathsIn, put } from './testing/edit-value.ts';
import { EVERY_KEY, exampleValue } from './testing/every-key.ts';
import { folderWith, problemsOf } from './testing/problems-of.ts';

type Document = Record<string, unknown>;
const STEPS: Path = ['system', 'flows', 0, 'steps'];
const FIRST: Path = ['api', 'endpoints', 0];
const PATHS = pathsIn(exampleValue()).filter(path => path.length > 0 && path[0] !== 'version');

/** Where names come from: while one of them is in doubt, nobody can say that there is no such name. */
const NAMES = PATHS.filter(path => path.at(-1) === 'name' && path[0] !== 'stack');
const SERVICES: Path[] = [
  ['stack', 'compose'],
  ['stack', 'processes'],
];
const USER: Path[] = [
  ['auth', 'user'],
  ['auth', 'account', 'user'],
  ...['register', 'login', 'whoami', 'logout'].map(step => ['auth', step, 'capture']),
];
const VARIABLES: Path[] = [
  ['system', 'flows', 0, 'variables'],
  // A step that does not say what it does is no step, so it is not known what it would capture.
  ...[0, 1, 2, 3].flatMap(step =>
    ['capture', 'connect', 'post', 'sql', 'event'].map(key => [...STEPS, step, key]),
  ),
];
const LATENCY: Path = [...FIRST, 'expect', 'latency'];

/** Of targets that are none, nobody knows the names. */
const TARGETS: Path[] = [['targets', 'web']];

/** Mistakes that the form of a file does not show: where, what stands there, what is said, what else it depends on. */
const SEMANTIC: readonly (readonly [
  place: Path,
  value: unknown,
  message: RegExp,
  others?: readonly Path[],
])[] = [
  [['api', 'target'], 'wbe', /no target "wbe"/, TARGETS],
  [['database', 'target'], 'bd', /no target "bd"/, TARGETS],
  [['pwa', 'target'], 'db', /"db" is a database/, [['targets', 'db']]],
  [['auth', 'target'], 'wba', /no target "wba"/, TARGETS],
  [[...FIRST, 'needs', 0], 'nowhere', /"nowhere"/, [...NAMES, ...SERVICES, ...TARGETS]],
  [
    [...FIRST, 'refuses', 0],
    'GET',
    /is to refuse GET/,
    [
      [...FIRST, 'get'],
      [...FIRST, 'name'],
    ],
  ],
  [[...LATENCY, 'warn'], '3s', /"warn" must be/, [[...LATENCY, 'fail']]],
  [[...FIRST, 'expect', 'schema'], 'schemas/none.json', /schemas\/none\.json/],
  [['api', 'endpoints', 3, 'name'], 'users.put', /called "users.put"/, [['api', 'endpoints', 2, 'name']]],
  [['api', 'endpoints', 1, 'json', 'email'], '{{nobody}}', /defines \{\{nobody\}\}/],
  [['database', 'queries', 0, 'needs', 0], 'nobody', /"nobody"/, [...NAMES, ...SERVICES, ...TARGETS]],
  [['containers', 'ignore', 0], 'clinet', /no service "clinet"/, SERVICES],
  [['connectivity', 'reach', 0, 'to'], 'usersdb', /no service "usersdb"/, SERVICES],
  [['stack', 'processes', 'nginx', 'needs', 1], 'cleint', /no process "cleint"/],
  [['targets', 'web', 'service'], 'ngnix', /no service "ngnix"/, SERVICES],
  [['targets', 'public', 'url'], 'https://a.example/?x=1', /has a query/],
  [['realtime', 'sse', 0, 'target'], 'wbs', /no target "wbs"/, TARGETS],
  [[...STEPS, 4, 'get'], '/users/{{ids}}', /defines \{\{ids\}\}/, VARIABLES],
  [[...STEPS, 2, 'target'], 'web', /"web" is a web target/, [['targets', 'web']]],
  [['system', 'flows', 0, 'teardown', 5, 'target'], 'dbb', /no target "dbb"/, TARGETS],
  [['auth', 'cleanup', 0, 'params', 0], '{{user.mail}}', /defines \{\{user\.mail\}\}/, USER],
];

const isEntry = (path: Path) => typeof path.at(-1) === 'string';

/** Mistakes of form at every place: a value of another kind, a key that is not there, one that nobody knows. */
const FORMS: readonly [name: string, (document: Document, path: Path) => void][] = [
  [
    'another kind',
    (document, path) => put(document, path, typeof at(document, path) === 'object' ? 7.5 : [[]]),
  ],
  ['not there', (document, path) => isEntry(path) && drop(document, path)],
  ['unknown', (document, path) => put(document, [...path, 'qqqqqqqqqqqq'], 1)],
];

let folder: Awaited<ReturnType<typeof folderWith>>;
beforeAll(async () => {
  folder = await folderWith({});
  await cp(EVERY_KEY, folder.path, { recursive: true });
});
afterAll(() => folder[Symbol.asyncDispose]());

async function messagesOf(document: Document): Promise<string[]> {
  const file = await folder.write('failsafe.yaml', stringify(document, { aliasDuplicateObjects: false }));
  return (await problemsOf({ file, cwd: folder.path })).map(({ message }) => message).sort();
}

/** The example with a mistake of form, and what is said of its form; undefined where it is none. */
async function malformed(index: number, path: Path) {
  const document = exampleValue();
  FORMS[index]?.[1](document, path);
  const { flaws } = await checkStructure(document);
  return flaws.length === 0 ? undefined : { document, said: flaws.map(({ message }) => message).sort() };
}

test.each(FORMS.map(([name], index) => [name, index] as const))(
  'a mistake of form (%s) has no others in its wake',
  { timeout: 300_000 },
  async (_, index) => {
    const wrong: unknown[] = [];
    let tried = 0;
    for (const path of PATHS.filter((_, nth) => nth % 2 === index % 2)) {
      const one = await malformed(index, path);
      if (one === undefined) continue;
      tried++;
      const found = await messagesOf(one.document);
      if (found.join('\n') !== one.said.join('\n')) wrong.push({ path: path.join('.'), found });
    }
    expect(tried).toBeGreaterThan(35);
    expect(wrong).toEqual([]);
  },
);

test('each of the other mistakes is found when it is alone', async () => {
  for (const [place, value, message] of SEMANTIC) {
    const document = exampleValue();
    put(document, place, value);
    expect(await messagesOf(document), place.join('.')).toEqual([expect.stringMatching(message)]);
  }
});

test('two mistakes that have nothing to do with one another are found in one pass', {
  timeout: 600_000,
}, async () => {
  const wrong: unknown[] = [];
  let tried = 0;
  const places = PATHS.flatMap(path => FORMS.map((_, index) => [index, path] as const));
  for (const [index, path] of places.filter((_, nth) => nth % 5 === 0)) {
    const one = await malformed(index, path);
    if (one === undefined) continue;
    // What was planted elsewhere, every one of them at once: they are independent of each other as well.
    const document = structuredClone(one.document);
    const apart = SEMANTIC.filter(([place, , , others = []]) =>
      [place, ...others].every(other => !isWithin(path, other) && !isWithin(other, path)),
    );
    for (const [place, value] of apart) put(document, place, value);
    const found = await messagesOf(document);
    const missed = apart.filter(([, , message]) => !found.some(text => message.test(text)));
    tried += apart.length;
    const more = found.length - apart.length - one.said.length;
    if (missed.length > 0 || more !== 0)
      wrong.push({
        path: path.join('.'),
        form: FORMS[index]?.[0],
        missed: missed.map(([place]) => place.join('.')),
        more,
      });
  }
  expect(tried).toBeGreaterThan(2000);
  expect(wrong).toEqual([]);
});
