import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments, parseDocument } from 'yaml';
import { checkStructure } from '../src/config/structure/check-structure.ts';
import { ROOT } from './support/deployment.ts';
import { refusalOf } from './support/parse-command.ts';

/** What YAML in a page is, when it is not failsafe.yaml: of these only the syntax is looked at. */
const FOREIGN = ['compose', 'github', 'gitlab', 'hooks', 'goss', 'gatus', 'output'];

interface Block {
  readonly place: string;
  readonly language: string;
  readonly kind: string;
  readonly text: string;
}

const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.md'))
  .map(name => join(ROOT, 'docs', name))
  .concat(join(ROOT, 'README.md'), join(ROOT, 'CONTRIBUTING.md'))
  .map(file => ({ name: relative(ROOT, file), text: readFileSync(file, 'utf8') }));

function blocksOf({ name, text }: (typeof pages)[number]): Block[] {
  const found = text.matchAll(/^( *)```([^\n]*)\n([\s\S]*?)^\1```$/gm);
  return [...found].map(({ index, 1: indent = '', 2: info = '', 3: inner = '' }) => {
    const [language = '', kind = ''] = info.trim().split(/\s+/);
    const line = text.slice(0, index).split('\n').length;
    const lines = inner.split('\n').map(one => one.slice(indent.length));
    return { place: `${name}:${line}`, language, kind, text: lines.join('\n') };
  });
}

const blocks = pages.flatMap(blocksOf);
const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));

/** The words of a command as a shell reads them, up to what the shell takes for itself; brackets say what may be left out. */
function wordsOf(command: string): string[] {
  const [said = ''] = command.replace(/[[\]]/g, '').split(/ {2,}/);
  const words = said.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const end = words.findIndex(word => /^(?:[|>&;#…]|\d?>|\.\.\.|&&)/.test(word));
  return words.slice(0, end === -1 ? undefined : end).map(word => word.replace(/^(["'])(.*)\1$/s, '$2'));
}

/** In a block, what a command is for stands two blanks behind it, and its output begins with one. */
const CALL = /^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:npx (?:--yes |-y )?)?failsafe(?= |$)/;

/** The commands of failsafe among lines of a terminal. */
const callsIn = (line: string): string[] =>
  line
    .trimEnd()
    .split(/ (?:&&|\|\|) |; /)
    .filter(part => CALL.test(part))
    .map(part => part.replace(CALL, '').trim());

describe('YAML', () => {
  test.each(of('yaml', 'yml').map(block => [block.place, block] as const))(
    '%s',
    async (_, { text, kind }) => {
      if (FOREIGN.includes(kind)) {
        expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
        return;
      }
      const document = parseDocument(text);
      expect(document.errors).toEqual([]);
      const whole = document.has('version');
      expect(whole || kind === 'fragment', 'say what it is: yaml fragment, or one of FOREIGN').toBe(true);
      const { flaws } = await checkStructure({ version: 1, project: 'shop', ...document.toJS() });
      expect(flaws).toEqual([]);
    },
  );
});

test.each(of('json').map(block => [block.place, block.text] as const))('JSON in %s', (_, text) => {
  expect(() => JSON.parse(text)).not.toThrow();
});

describe('commands of failsafe', () => {
  const inBlocks = of('sh', 'bash', 'console', '').flatMap(({ place, text }) =>
    text.split('\n').flatMap(line => callsIn(line).map(call => [place, call] as const)),
  );
  const inText = pages.flatMap(({ name, text }) =>
    [...text.matchAll(/`((?:npx )?failsafe [^`\n]+)`/g)].flatMap(([, span = '']) =>
      callsIn(span.replace(/\\\|.*/, '')).map(call => [name, call] as const),
    ),
  );
  const all = [...new Map([...inBlocks, ...inText].map(one => [one.join(' '), one])).values()];

  test('there are some', () => expect(all.length).toBeGreaterThan(50));

  test.each(all)('%s: failsafe %s', (_, call) => {
    const refusal = refusalOf(wordsOf(call));
    // A sentence may speak of a command without saying all of it
    const isMention = refusal?.includes('missing required argument');
    expect(isMention ? undefined : refusal).toBeUndefined();
  });

  test('a command that does not exist, an option that does not exist and a wrong choice are refused', () => {
    expect(refusalOf(wordsOf('chekc'))).toContain('unknown command');
    expect(refusalOf(wordsOf('check --gerp api'))).toContain('unknown option');
    expect(refusalOf(wordsOf('check --runtime moon'))).toContain('Allowed choices');
    expect(refusalOf(wordsOf('explain'))).toContain('missing required argument');
    expect(refusalOf(wordsOf('check --grep "api and not slow" > file'))).toBeUndefined();
  });
});
