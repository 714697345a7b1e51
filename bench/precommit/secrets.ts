import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Case, Contestant } from '../harness/benchmark.ts';
import { FAILSAFE, ROOT } from '../harness/paths.ts';
import { debianPeer, npmPeer } from '../harness/peers.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { git, writeFiles } from './repository.ts';
import { type SecretTree, secretTree } from './secret-tree.ts';

const ROUNDS = 5;
const OWN = 'failsafe precommit --all';
const SCAN = 'its scan for secrets alone';
/** The rules that look for secrets. */
const RULES = ['K01', 'K02', 'C11', 'C12', 'C31', 'D03', 'E01'];
/** Most of JSON that a tool prints of the tree. */
const MOST_BYTES = 2 ** 28;

/** A tool that looks for secrets, and how to read of it in which files it found some. */
interface Scanner extends Contestant {
  readonly json: readonly string[];
  filesIn(report: string): readonly string[];
}

function scannersIn(outer: string, tree: string): Scanner[] {
  const secretlint = npmPeer('secretlint/bin/secretlint.js');
  const gitleaks = debianPeer('usr/bin/gitleaks');
  const scanners: Scanner[] = [
    {
      name: OWN,
      command: [process.execPath, FAILSAFE, 'precommit', '--all'],
      json: ['--json'],
      filesIn: report =>
        (JSON.parse(report).findings as { rule: string; file: string }[])
          .filter(({ rule }) => RULES.includes(rule))
          .map(({ file }) => file),
    },
  ];
  if (secretlint) {
    const config = join(outer, 'secretlint.json');
    writeFileSync(config, '{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}');
    symlinkSync(join(ROOT, 'bench/peers/node_modules'), join(outer, 'node_modules'));
    scanners.push({
      name: 'secretlint',
      command: [process.execPath, secretlint, '--secretlintrc', config, '**/*'],
      json: ['--format', 'json'],
      filesIn: report =>
        (JSON.parse(report) as { filePath: string; messages: unknown[] }[])
          .filter(({ messages }) => messages.length > 0)
          .map(({ filePath }) => filePath.slice(tree.length + 1)),
    });
  }
  if (gitleaks)
    scanners.push({
      name: 'gitleaks',
      command: [gitleaks, 'dir', '.', '--no-banner'],
      json: ['--log-level', 'error', '--report-format', 'json', '--report-path', '-'],
      filesIn: report => (JSON.parse(report) as { File: string }[]).map(({ File }) => File),
    });
  return scanners.map(one => ({ ...one, cwd: tree, exitCodes: [0, 1] }));
}

async function recallOf({ name, command, json, cwd, filesIn }: Scanner, tree: SecretTree): Promise<string> {
  const [program, ...args] = command;
  const { stdout } = await execa(program, [...args, ...json], { cwd, reject: false, maxBuffer: MOST_BYTES });
  const folders = new Set(filesIn(stdout).map(file => file.split('/')[0] ?? ''));
  const found = (some: readonly string[]) =>
    `${some.filter(folder => folders.has(folder)).length} of ${some.length}`;
  return `${name} finds ${found(tree.made)} secrets that people made up and ${found(tree.tokens)} tokens of providers; false alarms: ${found(tree.benign)}.`;
}

/** Looking for secrets in 5,000 files: how fast, and how many are found. */
export async function* secretCases(): AsyncGenerator<Case> {
  using folder = scratchFolder();
  const tree = secretTree();
  const path = join(folder.path, 'tree');
  writeFiles(path, tree.files);
  git(path, 'init', '-q');
  git(path, 'add', '.');
  const scanners = scannersIn(folder.path, path);
  const megabytes = Object.values(tree.files).reduce((sum, text) => sum + text.length, 0) / 1e6;
  yield {
    name: `${Object.keys(tree.files).length} files, ${megabytes.toFixed(0)} MB, with secrets`,
    rounds: ROUNDS,
    contestants: [
      { name: SCAN, command: [process.execPath, join(ROOT, 'tools/measure-secrets.ts'), path] },
      ...scanners,
    ],
    goals: [
      { of: SCAN, over: 'secretlint', measure: 'wallMs', atMost: 0.25 },
      { of: OWN, over: 'secretlint', measure: 'wallMs', atMost: 1 },
    ],
    facts: async () => {
      const facts: string[] = [];
      for (const scanner of scanners) facts.push(await recallOf(scanner, tree));
      return facts;
    },
  };
}
