import { chmod, cp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from './load.ts';
import { EVERY_KEY } from './testing/every-key.ts';
import { folderWith } from './testing/problems-of.ts';

const text = (more = '') => `version: 1
project: shop
stack: { compose: compose.yml }
targets:
  web: { url: "http://shop.example" }
api:
  target: web
  endpoints:
    - name: users
      get: /users
      expect: { status: 200${more} }
`;

const made = new AsyncDisposableStack();
afterAll(() => made.disposeAsync());
const folderOf = async (files: Readonly<Record<string, string>> = {}): Promise<string> =>
  made.use(await folderWith(files)).path;

/** A project in which a run has been made; `text` becomes failsafe.yaml. */
async function project(yaml: string): Promise<string> {
  const folder = await folderOf({
    'failsafe.yaml': yaml,
    'compose.yml': 'services: { web: { image: web } }\n',
  });
  await mkdir(join(folder, '.failsafe'), { mode: 0o700 });
  return folder;
}

const cached = (folder: string) => join(folder, '.failsafe/cache/failsafe.yaml.parsed');
const load = (cwd: string, environment: Record<string, string> = {}) => loadConfig({ cwd, environment });
const statusOf = async (folder: string, environment: Record<string, string> = {}) =>
  (await load(folder, environment)).config.api?.endpoints?.[0]?.expect?.status;

/** Puts a lie into the cache, under the key that stands there: what a load then says tells whether it was believed. */
async function lie(folder: string): Promise<void> {
  const truth = await readFile(cached(folder), 'utf8');
  await writeFile(cached(folder), truth.replaceAll('"status":200', '"status":418'));
}

test('what was parsed once is not parsed again, and gives the same with its secrets and places', async () => {
  const folder = await folderOf();
  await cp(EVERY_KEY, folder, { recursive: true });
  const first = await load(folder);
  await mkdir(join(folder, '.failsafe'));
  const second = await load(folder);
  const third = await load(folder);
  const plain = ({ place: _, ...rest }: typeof first) => rest;
  expect(plain(second)).toEqual(plain(first));
  expect(plain(third)).toEqual(plain(first));
  const flaw = { code: 'CONFIG_INVALID_VALUE', path: ['targets', 'web'], message: '' } as const;
  expect(third.place?.(flaw)).toEqual(first.place?.(flaw));
  expect(await readdir(join(folder, '.failsafe/cache'))).toContain('failsafe.yaml.parsed');
});

test('a load makes no .failsafe where there is none', async () => {
  const folder = await project(text());
  await rm(join(folder, '.failsafe'), { recursive: true });
  await load(folder);
  await expect(stat(join(folder, '.failsafe'))).rejects.toThrow('ENOENT');
});

test('it is used, and only its user may read it', async () => {
  const folder = await project(text());
  expect(await statusOf(folder)).toBe(200);
  await lie(folder);
  expect(await statusOf(folder)).toBe(418);
  expect((await stat(cached(folder))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, '.failsafe/cache'))).mode & 0o777).toBe(0o700);
});

test.each<[string, (folder: string) => Promise<unknown>]>([
  ['another text', folder => writeFile(join(folder, 'failsafe.yaml'), text(', json: { $.a: 1 }'))],
  ['the same text, written anew', folder => writeFile(join(folder, 'failsafe.yaml'), text())],
  ['another time of change', folder => utimes(join(folder, 'failsafe.yaml'), 1, 1)],
  ['a cache that others may write', folder => chmod(cached(folder), 0o666)],
  [
    'a cache that is cut',
    async folder => writeFile(cached(folder), (await readFile(cached(folder), 'utf8')).slice(0, 90)),
  ],
  ['an empty cache', folder => writeFile(cached(folder), '')],
])('%s: nothing is believed', async (_, change) => {
  const folder = await project(text());
  await load(folder);
  await lie(folder);
  await change(folder);
  expect(await statusOf(folder)).toBe(200);
});

test('a cache that came with a repository is not believed', async () => {
  const origin = await project(text());
  await load(origin);
  await lie(origin);
  const clone = await folderOf();
  await cp(origin, clone, { recursive: true });
  expect(await statusOf(clone)).toBe(200);
});

test('a variable has its value of now, which is written nowhere', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of failsafe.yaml
  const folder = await project(text(', json: { $.name: "${NAME}" }'));
  const nameOf = async (NAME: string) => {
    const { config } = await load(folder, { NAME });
    return config.api?.endpoints?.[0]?.expect?.json;
  };
  expect(await nameOf('first-of-two')).toEqual({ '$.name': 'first-of-two' });
  expect(await nameOf('second')).toEqual({ '$.name': 'second' });
  expect(await readFile(cached(folder), 'utf8')).not.toContain('first-of-two');
});

test('an error in a file that was parsed before has its place', async () => {
  const folder = await project(text(', schema: schema.json'));
  await writeFile(join(folder, 'schema.json'), '{"type":"object"}');
  await load(folder);
  await rm(join(folder, 'schema.json'));
  const problems = (reason: unknown) => (reason as { problems: unknown }).problems;
  const known = await load(folder).catch(problems);
  await rm(join(folder, '.failsafe'), { recursive: true });
  expect(known).toEqual(await load(folder).catch(problems));
  expect(known).toMatchObject([{ at: { line: 11 } }]);
});

test('a file that a rule finds fault with is not kept, and is refused each time', async () => {
  const folder = await project(`${text()}    - { name: users, get: /people, expect: { status: 200 } }\n`);
  for (let time = 0; time < 3; time++) await expect(load(folder)).rejects.toThrow('users');
  await expect(stat(cached(folder))).rejects.toThrow('ENOENT');
});

test('what lies around a file that was parsed before is looked at each time', async () => {
  const folder = await project(`${text()}containers: { services: { web: { cpu: { below: 50% } } } }\n`);
  expect(await statusOf(folder)).toBe(200);
  await writeFile(join(folder, 'compose.yml'), 'services: { shop: { image: web } }\n');
  await expect(load(folder)).rejects.toThrow('web');
});

test('what JSON cannot hold is parsed each time', async () => {
  const folder = await project(text(', json: { $.a: -0 }'));
  await load(folder);
  await expect(stat(cached(folder))).rejects.toThrow('ENOENT');
});
