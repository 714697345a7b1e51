import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { rules } from '../src/engine/rules.generated.ts';
import { projectOf } from '../src/levels/testing.ts';
import type { Verdict } from '../src/model/verdict.ts';
import { LONG } from './support/long-test.ts';

const { failed } = await execa('docker', ['compose', 'version'], { reject: false });

type Files = Readonly<Record<string, string>>;

/** What keeps a project from being used: not what it would be better with. */
async function findings(files: Files): Promise<string[]> {
  const project = await projectOf(files);
  return rules.flatMap(({ rule, level, evaluate }) => {
    if (level === 'security' || rule?.severity !== 'high') return [];
    const { spots = [] } = evaluate(project as never, {} as never) as Verdict;
    return spots.map(({ file, line }) => `${rule.id} ${file}:${line}`);
  });
}

async function isTaken(files: Files): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-composed-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const seen = await execa('docker', ['compose', 'config', '--quiet'], { cwd: folder, reject: false });
  await rm(folder, { recursive: true });
  return !seen.failed;
}

const MAIN = 'services:\n  web: { image: "web:1" }\nnetworks: { back: {} }\n';
const including = (part: string, main = MAIN, path = 'infra/parts.yml'): Files => ({
  'compose.yaml': `include: [${path}]\n${main}`,
  [path]: part,
});
const extending = (base: string, web = 'image: "web:1", '): Files => ({
  'compose.yaml': `services:\n  web: { ${web}extends: { file: infra/base.yml, service: base } }\nnetworks: { back: {} }\n`,
  'infra/base.yml': base,
});

/** First those that are always asked about. */
const TAKEN: Readonly<Record<string, Files>> = {
  'a template without an image': extending('services:\n  base: { command: run }\n'),
  'a template whose other services are wrong': extending(
    'sevices: {}\nservices:\n  base: { command: run }\n  other: { imaje: x, depends_on: [none], networks: [none] }\n',
  ),
  'a template whose network is declared where it is extended': extending(
    'services:\n  base: { networks: [back] }\n',
  ),
  'an include whose network is declared where it is included': including(
    'services:\n  db: { image: "db:1", networks: [back] }\n',
  ),
  'templates of which two claim a name': extending(
    'services:\n  base: { container_name: one }\n  other: { container_name: one }\n',
  ),
  'an include without services': including('x-note: { a: 1 }\n'),
  'an include that needs a service of the file': including(
    'services:\n  db: { image: "db:1", depends_on: [web] }\n',
  ),
  'a second path that only adds': {
    'compose.yaml': `include: [{ path: [infra/a.yml, infra/b.yml] }]\n${MAIN}`,
    'infra/a.yml': 'services:\n  db: { image: "db:1" }\n',
    'infra/b.yml': 'services:\n  db: { command: run }\n',
  },
  'a template of a template': {
    ...extending('services:\n  base: { extends: { file: deep/more.yml, service: more } }\n', ''),
    'infra/deep/more.yml': 'services:\n  more: { build: ./here }\n',
    'infra/deep/here/Dockerfile': 'FROM debian:12\n',
  },
};

const REFUSED: Readonly<Record<string, readonly [Files, string]>> = {
  'a misspelt key in an include': [
    including('services:\n  db: { imaje: "db:1" }\n'),
    'S11 infra/parts.yml:2',
  ],
  'a volume that an include does not declare': [
    including('services:\n  db:\n    image: "db:1"\n    volumes: ["data:/data"]\n'),
    'C27 infra/parts.yml:4',
  ],
  'a misspelt key in a template': [
    extending('services:\n  base:\n    imaje: "db:1"\n'),
    'S11 infra/base.yml:3',
  ],
  'neither image nor build in an include': [
    including('services:\n  db: { command: run }\n'),
    'C33 infra/parts.yml:2',
  ],
  'a misspelt key of an include': [including('service:\n  db: { image: "db:1" }\n'), 'S11 infra/parts.yml:1'],
  'a variable that is not closed, anywhere in a template': [
    extending('services:\n  base: { command: run }\n  other:\n    command: "${"\n'),
    'S11 infra/base.yml:4',
  ],
  'a template without the service': [
    extending('services:\n  bass: { command: run }\n'),
    'C27 compose.yaml:2',
  ],
};

test.each(Object.entries(TAKEN))('nothing is said of %s', async (_, files) => {
  expect(await findings(files)).toEqual([]);
});

test.each(Object.entries(REFUSED))('%s is told of', async (_, [files, finding]) => {
  expect(await findings(files)).toContain(finding);
});

/** Each call of docker compose takes half a second. */
const SOME = LONG ? undefined : 3;

describe.skipIf(failed)('docker compose', () => {
  test.each(Object.entries(TAKEN).slice(0, SOME))('takes %s', async (_, files) => {
    expect(await isTaken(files)).toBe(true);
  });

  test.each(Object.entries(REFUSED).slice(0, SOME))('refuses %s', async (_, [files]) => {
    expect(await isTaken(files)).toBe(false);
  });
});
