import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { createRepository, type Repository } from './support/repository.ts';
import schema from './support/sarif-2.1.0.json' with { type: 'json' };

const ajv = new Ajv.default({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const fits = ajv.compile(schema);

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface Change {
  readonly artifactLocation: { readonly uri: string };
  readonly replacements: readonly { deletedRegion: Region; insertedContent: { text: string } }[];
}
interface Result {
  readonly ruleId: string;
  readonly suppressions: readonly { kind: string; justification: string }[];
  readonly fixes?: readonly { artifactChanges: readonly Change[] }[];
}

async function sarif(repository: Repository, ...args: readonly string[]): Promise<Result[]> {
  await repository.git('add', '.');
  const { stdout } = await repository.failsafe('precommit', '--reporter', 'sarif', ...args);
  expect(fits(JSON.parse(stdout)) ? [] : fits.errors).toEqual([]);
  return JSON.parse(stdout).runs[0].results;
}

const of = (results: readonly Result[], rule: string) => results.filter(({ ruleId }) => ruleId === rule);

/** Makes the changes of a fix as any reader of SARIF would. */
async function apply({ folder }: Repository, changes: readonly Change[]): Promise<void> {
  for (const { artifactLocation, replacements } of changes) {
    const file = join(folder, decodeURIComponent(artifactLocation.uri));
    const text = await readFile(file, 'utf8');
    const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const offset = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1;
    let mended = text;
    for (const { deletedRegion: at, insertedContent } of replacements.toReversed())
      mended =
        mended.slice(0, offset(at.startLine, at.startColumn)) +
        insertedContent.text +
        mended.slice(offset(at.endLine, at.endColumn));
    await writeFile(file, mended);
  }
}

const COMPOSE = [
  'version: "3"',
  'services:',
  '  web: # der Zähler 🎉',
  '    image: web:1',
  '    logging: { driver: none }',
  '  other:',
  '    image: other:1',
  '    restart: unless-stopped',
  '    network_mode: host # failsafe:allow C07 it routes for the others',
  '',
];

test('each fix, made by whoever reads it, takes its finding away; lines end as the others do', async () => {
  await using repository = await createRepository();
  await repository.write('a b/compose.yaml', COMPOSE.join('\r\n'));
  const before = await sarif(repository);
  for (const rule of ['C22', 'C24', 'C30']) {
    const [found] = of(await sarif(repository), rule);
    expect([rule, found?.fixes?.length]).toEqual([rule, 1]);
    await apply(repository, found?.fixes?.[0]?.artifactChanges ?? []);
    expect(of(await sarif(repository), rule)).toEqual([]);
  }
  expect((await sarif(repository)).length).toBe(before.length - 3);
  expect(await readFile(join(repository.folder, 'a b/compose.yaml'), 'utf8')).not.toMatch(/[^\r]\n/);
});

test('what a comment allows and what the baseline knows is there, suppressed, and refuses nothing', async () => {
  await using repository = await createRepository();
  await repository.write('compose.yaml', COMPOSE.join('\n'));
  expect(of(await sarif(repository), 'C07')).toMatchObject([
    { suppressions: [{ kind: 'inSource', justification: 'it routes for the others' }] },
  ]);
  expect(of(await sarif(repository), 'C22')).toMatchObject([{ suppressions: [] }]);
  await repository.failsafe('precommit', '--write-baseline', '--baseline', 'known.json');
  const known = await sarif(repository, '--baseline', 'known.json');
  expect(of(known, 'C22')).toMatchObject([
    { suppressions: [{ kind: 'external', justification: expect.stringMatching(/^known until \d/) }] },
  ]);
  expect(known.every(({ suppressions }) => suppressions.length === 1)).toBe(true);
});

test('neither a fix nor the difference of --dry-run shows a secret that stands beside it', async () => {
  const word = ['k9', 'Vx', '!mQ', '2z', 'Lw'].join('');
  await using repository = await createRepository();
  await repository.write(
    'compose.yaml',
    `services:\n  db:\n    environment: { DB_PASSWORD: "${word}" }\n    image: db:1\n  users:\n    image: users:1\n    expose: ["5000"]\n    restart: unless-stopped\n`,
  );
  await repository.write(
    'nginx.conf',
    `server {\n  listen 80;\n  server_tokens off;\n  location /users {\n    proxy_set_header Authorization "Bearer ${word}${word}"; # gitleaks:allow\n    proxy_pass http://users:5000;\n  }\n  location / { root /srv; }\n}\n`,
  );
  await repository.write(
    'app.py',
    'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route("/users/ping")\ndef ping():\n    return ""\n\n\n@app.route("/auth")\ndef auth():\n    return ""\n',
  );
  const results = await sarif(repository);
  expect(of(results, 'K02')).toMatchObject([{ suppressions: [{ kind: 'inSource' }] }]);
  expect(of(results, 'C22')[0]?.fixes).toHaveLength(1);
  // What would be copied holds one
  expect(of(results, 'N07').map(({ fixes }) => fixes)).toEqual([undefined]);
  expect(JSON.stringify(results)).not.toContain(word);
  const { stdout } = await repository.failsafe('precommit', '--fix', '--dry-run');
  expect(stdout).toContain('+    restart: unless-stopped');
  expect(stdout).toContain('+… a secret, not shown\n+    proxy_pass http://users:5000;');
  expect(stdout).not.toContain(word);
});
