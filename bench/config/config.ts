import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Contestant } from '../harness/benchmark.ts';
import { FAILSAFE } from '../harness/paths.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { writeFailsafe } from '../http/projects.ts';

const configCheck = (name: string, cwd: string): Contestant => ({
  name,
  command: [process.execPath, FAILSAFE, 'config', 'check'],
  cwd,
});

/** Loading failsafe.yaml, the first time and again. */
export const config: Benchmark = {
  name: 'config',
  title: 'Loading failsafe.yaml',
  about: `\`failsafe config check\` of a failsafe.yaml of N endpoints: it loads the file, with everything that the loader looks at, and plans its
checks. "First" has nothing to go by, "again" what an earlier run has left in .failsafe/cache (see adr/0011): what was parsed, and that no rule
of the file alone found anything. Beside them a process that has the library yaml parse the same file and does nothing else, and Node alone.`,
  async *cases({ short }) {
    for (const checks of short ? [1000] : [10, 1000, 10_000]) {
      using fresh = scratchFolder();
      using known = scratchFolder();
      for (const { path } of [fresh, known]) writeFailsafe(path, { port: 80, checks, atOnce: 1 });
      mkdirSync(join(known.path, '.failsafe'), { mode: 0o700 });
      yield {
        name: `${checks} checks`,
        rounds: checks > 1000 ? 5 : undefined,
        plot: { name: 'checks', n: checks },
        contestants: [
          { name: 'Node alone', command: [process.execPath, '-e', '0'] },
          {
            name: 'yaml alone',
            command: [process.execPath, join(import.meta.dirname, 'parse.ts'), fresh.path],
          },
          { ...configCheck('failsafe, first', fresh.path), warmUps: 1 },
          { ...configCheck('failsafe, again', known.path), warmUps: 1 },
        ],
        goals: [
          { of: 'failsafe, again', over: 'yaml alone', measure: 'cpuMs', atMost: 1 },
          { of: 'failsafe, again', over: 'failsafe, first', measure: 'cpuMs', atMost: 0.5 },
        ],
      };
    }
  },
};
