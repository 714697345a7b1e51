import {
  type Language,
  MOST_BYTES_READ,
  type SourceFile,
  type SourceObservation,
} from '../../model/observations/source.ts';
import type { Spot } from '../../model/verdict.ts';
import { type Rule, ruleCheck } from '../rule.ts';

/** A rule that looks at each line of the files in these languages. */
const eachLine = (pattern: RegExp, message: string, languages?: readonly Language[]) =>
  function* ({ files }: SourceObservation): Generator<Spot> {
    for (const { path, text, language } of files) {
      if (text === undefined || (languages !== undefined && !languages.includes(language as Language)))
        continue;
      for (const { index, 0: found } of text.matchAll(pattern)) {
        const at = index + found.search(/\S/);
        const before = text.slice(0, at);
        yield { file: path, line: before.split('\n').length, column: at - before.lastIndexOf('\n'), message };
      }
    }
  };

/** Not written as they are: git and these very rules would find them in this file. */
const [OURS, BASE, THEIRS] = ['<', '=', '>'].map(character => character.repeat(7));

/** Both ends and the middle, so that a heading underlined with `=======` is none. */
const CONFLICT = new RegExp(`^${OURS} .+\\n(?:.*\\n)*?${BASE}\\r?\\n(?:.*\\n)*?${THEIRS} `, 'gm');

const PYTHON_DEBUGGER =
  /^[ \t]*(?:breakpoint\(\)|(?:i?pdb|pudb)\.set_trace\(\)|import (?:i?pdb|pudb)\b|from (?:i?pdb|pudb) import\b)/gm;
const SCRIPT_DEBUGGER = /^[ \t]*debugger[ \t]*;?[ \t]*(?:\/\/.*)?$/gm;
const TODO = /(?:^|\s)(?:#|\/\/|\/\*|<!--)[ \t]*(?:TODO|FIXME)\b/gm;

const both = (...finders: readonly ((project: SourceObservation) => Generator<Spot>)[]) =>
  function* (project: SourceObservation): Generator<Spot> {
    for (const find of finders) yield* find(project);
  };

/** Code that serves: what it prints stands among the lines of the log, without a time and a level. */
const SERVES = /\b(?:from|import) (?:flask|django|fastapi|starlette|sanic|aiohttp)\b/;
const PYTHON_PRINT = /^[ \t]+print\(/gm;
/** Code that is shipped to browsers. */
const SHIPPED = /(?:^|\/)(?:src|public|static|components|pages)\//;
const CONSOLE = /^[ \t]*console\.(?:log|debug|dir)\(/gm;

const only = (wanted: (file: SourceFile) => boolean, find: ReturnType<typeof eachLine>) =>
  function* (project: SourceObservation): Generator<Spot> {
    yield* find({ ...project, files: project.files.filter(wanted) });
  };

const needsRunBit = ({ text = '', executable, language, path }: SourceFile) =>
  text.startsWith('#!/') && !executable && (language === 'shell' || !/\.[^/]+$/.test(path));

const rules: readonly Rule[] = [
  {
    id: 'M01',
    name: 'merge-markers',
    severity: 'high',
    title: 'No conflict of a merge is left',
    why: 'A file with both sides in it says neither.',
    source: 'git documentation: git merge, How conflicts are presented',
    problem: 'A conflict that was not resolved',
    cause: 'The file was staged before it was edited.',
    fix: 'Keep what is right of both sides, and remove the three marks.',
    alone: true,
    bad: { 'notes.txt': `${OURS} HEAD\none\n${BASE}\ntwo\n${THEIRS} side\n` },
    good: { 'notes.txt': `Title\n${BASE}\ntext\n` },
    find: eachLine(CONFLICT, 'a conflict begins here'),
  },
  {
    id: 'M02',
    name: 'debuggers',
    severity: 'high',
    title: 'No debugger is left',
    why: 'The first request that comes by stops the process, for all.',
    source: 'CWE-489',
    problem: 'A debugger',
    cause: 'It was put in to look at something.',
    fix: 'Remove the line.',
    reads: ['python', 'javascript'],
    alone: true,
    bad: { 'app.py': 'def ping():\n    breakpoint()\n    return "pong"\n' },
    good: { 'app.py': 'def ping():\n    return "pong"  # no breakpoint()\n' },
    find: both(
      eachLine(PYTHON_DEBUGGER, 'a debugger stops here', ['python']),
      eachLine(SCRIPT_DEBUGGER, 'a debugger stops here', ['javascript']),
    ),
  },
  {
    id: 'M07',
    name: 'prints',
    severity: 'low',
    title: 'No print is left in code that serves or is shipped',
    why: 'It tells whoever opens the console, and fills the log with lines that have no time and no level.',
    source: 'flake8-print T201; ESLint no-console',
    problem: 'A print',
    cause: 'It was put in to look at something.',
    fix: 'Remove the line, or write to the log.',
    reads: ['python', 'javascript'],
    alone: true,
    bad: { 'src/App.jsx': 'export function App() {\n  console.log("here");\n  return null;\n}\n' },
    good: {
      'src/App.jsx': 'export function App() {\n  console.error("no answer");\n  return null;\n}\n',
      'manage.py': 'def seed():\n    print("seeded")\n',
    },
    find: both(
      only(({ text = '' }) => SERVES.test(text), eachLine(PYTHON_PRINT, 'a print', ['python'])),
      only(({ path }) => SHIPPED.test(path), eachLine(CONSOLE, 'writes to the console', ['javascript'])),
    ),
  },
  {
    id: 'M03',
    name: 'todos',
    severity: 'low',
    title: 'Nothing is left to be done',
    why: 'What stands in an issue is seen and planned; what stands in a comment is forgotten.',
    source: 'CWE-546',
    problem: 'Work that is not done',
    cause: 'It was put off.',
    fix: 'Do it, or open an issue and name that.',
    reads: ['python', 'javascript', 'shell', 'dockerfile', 'nginx', 'compose', 'yaml', 'toml'],
    alone: true,
    bad: { 'app.py': `# ${'TO'}${'DO'}: check the password\n` },
    good: { 'app.py': '# Passwords are checked in auth.py\n' },
    find: eachLine(TODO, 'work is left to be done', [
      'python',
      'javascript',
      'shell',
      'dockerfile',
      'nginx',
      'compose',
      'yaml',
      'toml',
    ]),
  },
  {
    id: 'M04',
    name: 'large-files',
    severity: 'medium',
    title: 'No file of more than 5 MiB is in git',
    why: 'Every clone carries it for ever, after it is removed as well.',
    source: 'Git LFS; GitHub documentation: About large files',
    problem: 'A large file',
    cause: 'Data, a build or an archive was added with everything else.',
    fix: 'Remove it, name it in .gitignore, or keep it with Git LFS.',
    alone: true,
    bad: { 'dump.sql': { bytes: MOST_BYTES_READ + 1 } },
    good: { 'dump.sql': { bytes: MOST_BYTES_READ } },
    *find({ files }) {
      for (const { path, bytes, tracked } of files) {
        if (tracked !== true || bytes <= MOST_BYTES_READ) continue;
        yield { file: path, line: 1, column: 1, message: `has ${(bytes / 2 ** 20).toFixed(1)} MiB` };
      }
    },
  },
  {
    id: 'M05',
    name: 'run-bits',
    severity: 'low',
    title: 'Every script that names its shell can be run',
    why: 'As the entry point of a container it ends with "permission denied" (exit code 126).',
    source: 'execve(2); Docker documentation: Exit status',
    problem: 'A script without its run bit',
    cause: 'It was made on Windows, or by a tool.',
    fix: '`chmod +x` it; where the file system has no such bit: `git update-index --chmod=+x FILE`.',
    alone: true,
    bad: { 'entrypoint.sh': '#!/bin/sh\nexec "$@"\n' },
    good: { 'entrypoint.sh': { text: '#!/bin/sh\nexec "$@"\n', executable: true } },
    *find({ files }) {
      for (const file of files) {
        if (needsRunBit(file))
          yield { file: file.path, line: 1, column: 1, message: 'names a shell and cannot be run' };
      }
    },
  },
  {
    id: 'M06',
    name: 'required-files',
    severity: 'high',
    title: 'Every file that failsafe.yaml requires is there, and not empty',
    why: 'What is built or started from a clean clone lacks it otherwise.',
    source: 'failsafe.yaml, `source.required`',
    problem: 'A required file is missing or empty',
    cause: 'It was never added, was renamed, or git ignores it.',
    fix: 'Add it, or correct `source.required`.',
    declared: { required: ['README.md'] },
    bad: { 'readme.txt': 'text\n' },
    good: { 'README.md': 'text\n' },
    *find({ files }, { required = [] }) {
      for (const path of required) {
        const file = files.find(one => one.path === path);
        if (file !== undefined && file.bytes > 0) continue;
        yield { file: path, line: 1, column: 1, message: file === undefined ? 'is missing' : 'is empty' };
      }
    },
  },
];

/** What was left behind, and what was left out. */
export const checks = rules.map(rule => ruleCheck('source', rule));
