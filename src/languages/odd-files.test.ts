import { expect, test } from 'vitest';
import { readFileIn } from './languages.ts';

const flawsOf = async (path: string, text: string) =>
  (await readFileIn({ path, text, executable: false, bytes: text.length })).flaws.map(
    ({ line, message }) => `${line} ${message}`,
  );

/** What is no sentence of the language that its name says, and none that anybody wants mended. */
const WELL: readonly [what: string, path: string, text: string][] = [
  [
    'a script of Jinja',
    'users/templates/app.js',
    'const a = {{ value|tojson }};\n{% if b %}\nf();\n{% endif %}\n',
  ],
  ['a program of a generator', '{{cookiecutter.name}}/app.py', 'import {{ cookiecutter.name }}\n'],
  ['JSON of a generator', 'template/package.json', '{ {% if a %} "a": 1 {% endif %} }\n'],
  ['settings of Rails', 'config/queue.yml', 'a: b\n<% if c %>\nd: e\n<% end %>\n'],
  [
    'Flow',
    'src/app.js',
    '/**\n * @flow\n */\ntype A = {| +b: ?string |};\nexport default (x: A) => (x: any);\n',
  ],
  [
    'types of Flow without its mark',
    'src/a.js',
    "import type { A } from './a';\nexport const f = (a: A): A => a;\n",
  ],
  ['settings of .NET', 'appsettings.Development.json', '{ // a comment\n  "a": 1 }\n'],
];

test.each(WELL)('%s is no flaw', async (_, path, text) => {
  expect(await flawsOf(path, text)).toEqual([]);
});

test.each<[string, string, string, string[]]>([
  ['in a folder of templates what is none', 'templates/a.py', 'def f(a,, b): pass\n', ['1 ']],
  ['marks in a folder of none', 'src/a.js', 'const a = {{ b }};\n', ['1 ']],
  ['types in a script that is none of Flow', 'src/a.js', 'const f = (a: string) => a;\n', ['1 ']],
  [
    'what is broken in types of Flow, too',
    'src/a.js',
    "import type { A } from './a';\nconst f = (a: A => ;\n",
    ['2 '],
  ],
  [
    'what is too deep',
    'a.yaml',
    `${'[ '.repeat(5000)}${'] '.repeat(5000)}`,
    ['1 is nested too deeply to be read'],
  ],
])('%s is one', async (_, path, text, expected) => {
  const flaws = await flawsOf(path, text);
  expect(flaws.map((flaw, index) => flaw.slice(0, expected[index]?.length))).toEqual(expected);
});
