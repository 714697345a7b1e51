import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { readFileIn } from '../src/languages/languages.ts';
import { decodeText } from '../src/probes/source/decode-text.ts';

async function isTaken(path: string, given: string | ReturnType<typeof decodeText>): Promise<boolean> {
  const content = typeof given === 'string' ? { text: given } : given;
  const { flaws } = await readFileIn({ path, executable: false, bytes: 0, ...content });
  return flaws.length === 0;
}

const SHELL = [
  'if true; then echo a; fi',
  'if true; then echo a',
  'for a in 1 2; do echo $a; done',
  'for a in 1 2; echo $a; done',
  'while true; do :; done',
  'while true do :; done',
  'case $1 in a) echo a ;; *) echo b ;; esac',
  'case $1 in a) echo a ;; *) echo b ;;',
  'f() { echo a; }',
  'f() { echo a; ',
  'f( { echo a; }',
  'echo "open',
  "echo 'open",
  'echo $(date',
  'echo $(date)',
  'echo `date`',
  'cat <<END\ntext\nEND',
  '[[ $a == b && -f c ]]',
  '[[ $a == b',
  `a=(1 2 3); echo "\${a[@]}"`,
  'a=(1 2',
  'echo a | | cat',
  'echo a && || echo b',
  'echo a; ; echo b',
  `echo \${a:-b}`,
  'echo ${a:-b',
  '((a = 1 + 2))',
  'fi',
  'done',
  ') echo',
];

const PYTHON = [
  'def f(:\n    pass',
  'def f():\n    pass',
  'def f():\npass',
  'if x:\n    a = 1\n  b = 2',
  'x = (1,\n',
  'x = [1, 2',
  'print "a"',
  'print("a")',
  'class A\n    pass',
  'return 1',
  'def f():\n    return 1\n  return 2',
  'for i in range(3): pass',
  'for i range(3): pass',
  'x = "open',
  'x = """open',
  'f"{a"',
  'f"{a}"',
  'lambda: (yield)',
  'await x',
  'async def f():\n    await x',
  'x = 1 +',
  '1 = x',
  'f() = 1',
  'a, b = 1, 2',
  'try:\n    pass',
  'try:\n    pass\nexcept* ValueError:\n    pass',
  'match x:\n    case 1: pass\n    case _: pass',
  'match x:\n    case _: pass\n    case 1: pass',
  'def f(a, a): pass',
  'f(a=1, a=2)',
  'break',
  'nonlocal x',
  'def f():\n    global x\n    x = 1',
  'def f():\n    x = 1\n    global x',
  'from __future__ import annotations',
  'x = 1\nfrom __future__ import annotations',
  'import a.b as c.d',
  '*a, *b = c',
  'x: int = 1',
  '(x): int = 1',
  'del f()',
  'x = yield',
  '@a\nx = 1',
  'not x = 1',
  'assert (x := 1)',
  'x := 1',
  'a if b',
  '0777',
  'if 1:\n\tif 2:\n        x = 1',
  'if 1:\n        x = 1\n\ty = 2',
  'if 1:\n\tx = 1\n        y = 2',
  'if 1:\n \tx = 1\n \ty = 2',
  'if 1:\n\tx = (1,\n        2)\n\ty = "("\n\tz = 1',
  'if 1:\n\tx = """\n        a\\"""\n        """\n\ty = 1',
  'if 1:\n\tx = 1 + \\\n        2\n\ty = 1',
  'if 1:\n\tx = 1\n        # text (\n\n\ty = 2',
  'class A:\n    def f(self):\n\treturn 1',
  'def f():\n\f    pass',
  'try:\n    pass\nexcept ValueError, e:\n    pass',
  'try:\n    pass\nexcept (ValueError, TypeError), e:\n    pass',
  'try:\n    pass\nexcept socket.error, msg:\n    raise',
  'try:\n    pass\nexcept OSError, (number, text):\n    pass',
  'try:\n    pass\nexcept (ValueError, TypeError) as e:\n    pass',
  'def f():\n    from os import *',
  'async def f():\n    yield from x',
  "b'ä'",
];

/** Files as bytes: which encoding they are in is part of the language. */
const ENCODED: readonly (readonly [string, Buffer])[] = [
  ['UTF-8', Buffer.from('x = "é"\n')],
  ['UTF-8 with its mark', Buffer.from('\uFEFFx = "é"\n')],
  ['Latin-1', Buffer.from('x = "é"\n', 'latin1')],
  [
    'Latin-1 that is declared',
    Buffer.from('#!/usr/bin/python3\n# -*- coding: latin-1 -*-\né = "é"\n', 'latin1'),
  ],
  ['Latin-1 that is declared too late', Buffer.from('x = 1\n\n# coding: latin-1\ny = "é"\n', 'latin1')],
  ['Latin-1 that is declared as UTF-8', Buffer.from('# coding: utf-8\nx = "é"\n', 'latin1')],
  ['an encoding that there is not', Buffer.from('# coding: uft-8\nx = 1\n')],
  ['the same behind a line of code', Buffer.from('x = 1\n# coding: uft-8\n')],
  ['the mark of UTF-8, and another encoding', Buffer.from('\uFEFF# coding: latin-1\nx = 1\n')],
  ['the mark of UTF-8, and UTF-8', Buffer.from('\uFEFF# coding: utf-8\nx = 1\n')],
  ['the mark of UTF-8, and its name without a dash', Buffer.from('\uFEFF# coding: utf8\nx = 1\n')],
  ['an encoding as Emacs has it', Buffer.from('# -*- coding: latin-1-unix -*-\nx = 1\n')],
  ['an encoding of text that few use', Buffer.from('# vim: set fileencoding=euc-jis-2004 :\nx = 1\n')],
  ['an encoding of no text', Buffer.from('# coding: rot13\nk = 1\n')],
  ['UTF-16 with its mark', Buffer.from('\uFEFFx = 1\n', 'utf16le')],
  ['UTF-16 without', Buffer.from('x = "text"\n', 'utf16le')],
];

const python = await execa('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'], {
  reject: false,
});
const bash = await execa('bash', ['--version'], { reject: false });
const shellcheck = await execa('shellcheck', ['--version'], { reject: false });
if (shellcheck.failed) console.warn('shellcheck is missing: it is not asked');

const COMPILE = `
import json, sys, warnings
warnings.simplefilter('ignore')
def taken(text):
    try:
        compile(text, 'a.py', 'exec', dont_inherit=True)
        return True
    except (SyntaxError, ValueError):
        return False
import base64
print(json.dumps([taken(base64.b64decode(text)) for text in json.load(sys.stdin)]))
`;

/** Which of these CPython compiles. */
async function compiled(files: readonly Buffer[]): Promise<boolean[]> {
  const input = JSON.stringify(files.map(file => file.toString('base64')));
  return JSON.parse((await execa('python3', ['-c', COMPILE], { input })).stdout);
}

/** What shellcheck says of a text that it cannot parse; its other errors are of what a text does. */
async function isParsedByShellcheck(text: string): Promise<boolean> {
  const args = ['--shell=bash', '--severity=error', '--format=json', '-'];
  const { stdout } = await execa('shellcheck', args, { input: text, reject: false });
  return (JSON.parse(stdout) as { code: number }[]).every(({ code }) => code >= 2000);
}

describe('failsafe agrees with', () => {
  test.skipIf(python.failed)('CPython on what can be compiled', async () => {
    const theirs = await compiled(PYTHON.map(text => Buffer.from(text)));
    const own = await Promise.all(PYTHON.map(text => isTaken('a.py', `${text}\n`)));
    expect(own.map((taken, index) => [PYTHON[index], taken])).toEqual(
      theirs.map((taken, index) => [PYTHON[index], taken]),
    );
  });

  test('Python 3.14 on two types to catch, where a name is given to what is caught', async () => {
    const text = 'from zlib import error\n\ntry:\n    pass\nexcept ValueError, error:\n    pass\n';
    expect(await isTaken('a.py', text)).toBe(true);
  });

  test.skipIf(python.failed)('CPython on encodings', async () => {
    const theirs = await compiled(ENCODED.map(([, bytes]) => bytes));
    const own = await Promise.all(ENCODED.map(([, bytes]) => isTaken('a.py', decodeText(bytes))));
    expect(own.map((taken, index) => [ENCODED[index]?.[0], taken])).toEqual(
      theirs.map((taken, index) => [ENCODED[index]?.[0], taken]),
    );
  });

  test.skipIf(shellcheck.failed)('shellcheck on what can be read', async () => {
    for (const text of SHELL)
      expect([text, await isTaken('a.sh', `${text}\n`)]).toEqual([
        text,
        await isParsedByShellcheck(`${text}\n`),
      ]);
  });

  test.skipIf(bash.failed)('bash -n on what can be read', async () => {
    for (const text of SHELL) {
      const { failed } = await execa('bash', ['-n'], { input: `${text}\n`, reject: false });
      expect([text, await isTaken('a.sh', `${text}\n`)]).toEqual([text, !failed]);
    }
  });
});
