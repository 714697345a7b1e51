import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Case } from '../harness/benchmark.ts';
import { FAILSAFE } from '../harness/paths.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { fillerFile } from './filler.ts';
import { git } from './repository.ts';

const MEGABYTE = 1e6;
/** The greater the tree, the fewer rounds: it takes its time to be made, too. */
const SIZES: readonly (readonly [megabytes: number, rounds: number])[] = [
  [1, 5],
  [10, 3],
  [100, 1],
  [1000, 1],
];
const FILE_BYTES = 16_000;

function writeTree(folder: string, bytes: number): number {
  let written = 0;
  let number = 0;
  for (; written < bytes; number++) {
    const [path, text] = fillerFile(number, FILE_BYTES);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    written += text.length;
  }
  return number;
}

/** All files of trees of 1 MB to 1 GB. */
export async function* treeCases(): AsyncGenerator<Case> {
  for (const [megabytes, rounds] of SIZES) {
    using folder = scratchFolder();
    const files = writeTree(folder.path, megabytes * MEGABYTE);
    git(folder.path, 'init', '-q');
    git(folder.path, 'add', '.');
    yield {
      name: `a tree of ${megabytes} MB, ${files} files`,
      rounds,
      plot: { name: 'MB of sources', n: megabytes },
      contestants: [
        {
          name: 'git grep',
          command: ['git', 'grep', '--cached', '-c', 'password'],
          exitCodes: [0, 1],
          cwd: folder.path,
        },
        {
          name: 'failsafe precommit --all',
          command: [process.execPath, FAILSAFE, 'precommit', '--all'],
          cwd: folder.path,
        },
      ],
    };
  }
}
