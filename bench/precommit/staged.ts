import { join } from 'node:path';
import type { Case, Contestant, Goal } from '../harness/benchmark.ts';
import { FAILSAFE } from '../harness/paths.ts';
import { DEBIAN_ENVIRONMENT, debianPeer, npmPeer } from '../harness/peers.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { type Files, MIXED, mixedTimes, WITHOUT_WASM } from './mixed-files.ts';
import { writeRepository } from './repository.ts';

const OWN = 'failsafe precommit';
const FRAMEWORK = 'pre-commit, no-op';

/** The command beside hooks that do nothing: of git alone, of lefthook, of the framework pre-commit. */
function contestantsIn(folder: string): Contestant[] {
  const lefthook = npmPeer('lefthook-linux-x64/bin/lefthook');
  const preCommit = debianPeer('usr/bin/pre-commit');
  const all: readonly (Contestant | undefined)[] = [
    { name: 'git hook, no-op', command: ['git', 'hook', 'run', 'pre-commit'] },
    { name: 'Node alone', command: [process.execPath, '-e', '0'] },
    { name: OWN, command: [process.execPath, FAILSAFE, 'precommit'], exitCodes: [0, 1] },
    lefthook ? { name: 'lefthook, no-op', command: [lefthook, 'run', 'pre-commit'] } : undefined,
    preCommit
      ? {
          name: FRAMEWORK,
          command: ['/usr/bin/python3', preCommit, 'run'],
          env: { ...DEBIAN_ENVIRONMENT, PRE_COMMIT_HOME: join(folder, '.git/pre-commit-home') },
          warmUps: 1,
        }
      : undefined,
  ];
  return all.flatMap(one => (one === undefined ? [] : [{ ...one, cwd: folder }]));
}

const within = (atMost: number, quantile?: number): Goal => ({
  of: OWN,
  measure: 'wallMs',
  atMost,
  quantile,
});
const single = (path: string): Files => ({ [path]: MIXED[path] ?? '' });

interface Staged {
  readonly name: string;
  readonly files: Files;
  readonly goals?: readonly Goal[];
  readonly short?: boolean;
}

const STAGED: readonly Staged[] = [
  { name: '1 file of YAML', files: single('ci.yml'), goals: [within(400)] },
  { name: '1 file of Python', files: single('users/project/users.py'), goals: [within(400)] },
  {
    name: '10 files, no parser of WebAssembly',
    files: WITHOUT_WASM,
    goals: [{ of: OWN, over: FRAMEWORK, measure: 'wallMs', atMost: 1 }],
  },
  {
    name: `${Object.keys(MIXED).length} mixed files`,
    files: MIXED,
    goals: [within(1000, 0.95), { of: OWN, over: 'Node alone', measure: 'wallMs', atMost: 20 }],
    short: true,
  },
  { name: '200 mixed files', files: mixedTimes(10) },
];

/** A cold start with so many files staged. */
export async function* stagedCases(short: boolean): AsyncGenerator<Case> {
  for (const { name, files, goals } of STAGED.filter(one => one.short || !short)) {
    using folder = scratchFolder();
    writeRepository(folder.path, files);
    yield { name, contestants: contestantsIn(folder.path), goals };
  }
}
