import { readFile, writeFile } from 'node:fs/promises';
import { renderProofMatrix } from '../reporters/proof-matrix.ts';
import type { ProofReport } from '../src/prove/proof.ts';

/** Writes docs/proof.md from the `proof.json` of runs of `failsafe prove -o FOLDER`, one for each runtime. */
const [...files] = process.argv.slice(2);
if (files.length === 0) throw new TypeError('usage: node tools/proof-page.ts FOLDER/proof.json …');
const reports = await Promise.all(
  files.map(async file => JSON.parse(await readFile(file, 'utf8')) as ProofReport),
);
await writeFile(new URL('../docs/proof.md', import.meta.url), renderProofMatrix(reports));
