/**
 * Compares what failsafe says of real files with what their own tools say: `node tools/measure-syntax.ts python|shell MOST
 * FOLDER …` asks CPython's compiler, or `bash -n`, about at most so many files, and prints each on which they differ.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languageOf } from '../src/languages/language-of.ts';
import { readFileIn } from '../src/languages/languages.ts';
import { decodeText } from '../src/probes/source/decode-text.ts';

const [kind = 'python', most = '5000', ...folders] = process.argv.slice(2);

/** Prints 1 for each path from its input that compiles, else 0. */
const COMPILE = `
import sys, warnings
warnings.simplefilter('ignore')
for path in sys.stdin.read().split('\\n'):
    try:
        compile(open(path, 'rb').read(), path, 'exec', dont_inherit=True)
        print(1)
    except (SyntaxError, ValueError):
        print(0)
`;

async function pathsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}

const asked: ({ path: string; text: string } & ReturnType<typeof decodeText>)[] = [];
for (const path of (await Promise.all(folders.map(pathsIn))).flat()) {
  if (asked.length >= Number(most)) break;
  if (kind === 'python' && !path.endsWith('.py')) continue;
  const content = await readFile(path);
  const { text, encoding } = decodeText(content);
  if (text !== undefined && languageOf(path, text) === kind) asked.push({ path, text, encoding });
}

function verdicts(): boolean[] {
  const paths = asked.map(({ path }) => path);
  if (kind === 'python') {
    const input = paths.join('\n');
    const output = execFileSync('python3', ['-c', COMPILE], { input, maxBuffer: 1e9 }).toString();
    return output
      .trim()
      .split('\n')
      .map(line => line === '1');
  }
  return paths.map(path => spawnSync('bash', ['-n', path]).status === 0);
}

const theirs = verdicts();
const counts = { both: 0, 'false alarms': 0, missed: 0, broken: 0 };
for (const [index, file] of asked.entries()) {
  const { path, text } = file;
  const { flaws } = await readFileIn({ ...file, executable: false, bytes: text.length });
  const isWell = theirs[index] === true;
  if (!isWell) counts.broken++;
  if (isWell === (flaws.length === 0)) counts.both++;
  else {
    counts[isWell ? 'false alarms' : 'missed']++;
    process.stdout.write(
      `${path} ${flaws[0]?.line ?? ''} ${flaws[0]?.message ?? 'refused by its own tool'}\n`,
    );
  }
}
process.stdout.write(`${asked.length} files, ${JSON.stringify(counts)}\n`);
