/**
 * Looks for secrets in real trees and prints how many findings there are to a thousand files, and how fast it was; what git keeps is left out:
 * `node tools/measure-secrets.ts FOLDER …`. Places are printed, values never.
 */
import { readdirSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';

// As the command itself does: else each run would strip the types of the scanner again
module.enableCompileCache();
const { languageOf } = await import('../src/languages/language-of.ts');
const { literalsIn, tokensIn } = await import('../src/levels/secrets/scan.ts');

const MOST_BYTES = 2 ** 20;
let files = 0;
let bytes = 0;
let found = 0;
let spent = 0;

/** By folder: `recursive` asks the system once more about each file. */
function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && entry.name !== '.git') yield* filesIn(path);
  }
}

for (const folder of process.argv.slice(2)) {
  for (const path of filesIn(folder)) {
    const content = readFileSync(path);
    if (content.length > MOST_BYTES || content.includes(0)) continue;
    const text = content.toString('utf8');
    // Where it is must not hide what is in it: the folders of the machine are no part of the project
    const file = { path: path.slice(folder.length + 1), text, language: languageOf(path, text) };
    const begun = performance.now();
    const spots = [
      ...tokensIn({ ...file, bytes: 0, executable: false, flaws: [] }),
      ...literalsIn({ ...file, bytes: 0, executable: false, flaws: [] }),
    ];
    spent += performance.now() - begun;
    files++;
    bytes += content.length;
    found += spots.length;
    for (const { line, message } of spots) process.stdout.write(`${path}:${line} ${message}\n`);
  }
}
const speed = bytes / 2 ** 20 / (spent / 1000);
process.stdout.write(
  `${files} files, ${found} findings: ${((found / files) * 1000).toFixed(2)} in 1,000 files; ${speed.toFixed(1)} MiB/s\n`,
);
