import { expect, test } from 'vitest';
import { projectOf } from '../testing.ts';
import { check } from './code-variables.ts';

const compose = (...lines: readonly string[]) =>
  `services:\n  web:\n    build: ./web\n${lines.map(line => `    ${line}\n`).join('')}`;

async function found(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { spots = [] } = check.evaluate(await projectOf({ 'compose.yaml': compose(), ...files }), {});
  return spots.map(({ message }) => message.split(' ', 1)[0] ?? '');
}

test.each([
  ['app.py', 'import os\nKEY = os.environ["APP_KEY"]\n'],
  ['app.py', 'from os import environ\nrun(environ["APP_KEY"])\n'],
  ['src/app.ts', 'const key = process.env.APP_KEY!;\n'],
])('%s: %s requires one that is set nowhere', async (path, text) => {
  expect(await found({ [`web/${path}`]: text })).toEqual(['APP_KEY']);
});

test.each([
  ['app.py', 'import os\nKEY = os.environ.get("APP_KEY")\n'],
  ['app.py', 'import os\nos.environ["APP_KEY"] = "x"\n'],
  ['app.py', 'import os\ntry:\n    KEY = os.environ["APP_KEY"]\nexcept KeyError:\n    KEY = None\n'],
  ['app.py', 'import os\nKEY = os.environ["APP_KEY"] if "APP_KEY" in os.environ else None\n'],
  ['app.py', 'import os\n# os.environ["APP_KEY"]\nHOME = os.environ["HOME"]\n'],
  ['tests/test_app.py', 'import os\nKEY = os.environ["APP_KEY"]\n'],
  ['app.js', 'const key = process.env.APP_KEY || "";\n'],
  ['app.js', '// process.env.APP_KEY!\nprocess.env.APP_KEY = "x";\n'],
  ['../other/app.py', 'import os\nKEY = os.environ["APP_KEY"]\n'],
])('%s: %s requires none', async (path, text) => {
  expect(await found({ [path.startsWith('..') ? path.slice(3) : `web/${path}`]: text })).toEqual([]);
});

const READS = { 'web/app.py': 'import os\nKEY = os.environ["APP_KEY"]\n' };

test.each<[string, Readonly<Record<string, string>>]>([
  ['its environment', { 'compose.yaml': compose('environment: [APP_KEY]') }],
  ['a file', { 'compose.yaml': compose('env_file: web.env'), 'web.env': 'APP_KEY=\n' }],
  ['a file that is not in git', { 'compose.yaml': compose('env_file: web.env') }],
  ['its image', { 'web/Dockerfile': 'FROM debian:12\nENV APP_KEY=x\n' }],
  ['the script that starts it', { 'web/start.sh': '#!/bin/sh\nexport APP_KEY=1\n' }],
  ['a file that the code loads', { 'web/x.py': 'load_dotenv()\n', 'web/.env.example': 'APP_KEY=\n' }],
])('a variable is set by %s', async (_, files) => {
  expect(await found({ ...READS, ...files })).toEqual([]);
});

test('one that is misspelt is told of, even where the code does without', async () => {
  const files = {
    'compose.yaml': compose('environment: { APP_SETTINGS: x, OTHER_URL: y }'),
    'web/app.js': 'run(process.env.APP_SETINGS, process.env.OTHER_URI, process.env.OTHER_URL);\n',
  };
  expect(await found(files)).toEqual(['APP_SETINGS']);
});

test('one that is unpacked is read: told of where it is misspelt, and no other is taken for it', async () => {
  const files = {
    'compose.yaml': compose('environment: { APP_SETTINGS: x, OTHER_URL: y, THIRD_NAME: z }'),
    'web/app.ts':
      "const {\n  APP_SETTING,\n  OTHER_URL: url = ['A', 'B'].join(','),\n}: Settings = process.env;\nconst { THIRD_NAME = 'b', ...rest } = process.env;\nconst { OTHER_URLS } = process.env.nested;\n// const { THIRD_NAMES } = process.env;\n",
  };
  expect(await found(files)).toEqual(['APP_SETTING']);
  expect(await found({ ...files, 'web/app.ts': files['web/app.ts'].replace('G,', 'GS,') })).toEqual([]);
});
