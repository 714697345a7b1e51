import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Contestant } from '../harness/benchmark.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { writeFailsafe } from '../http/projects.ts';

const script = (name: string, file: string, folder: string): Contestant => ({
  name,
  command: [process.execPath, join(import.meta.dirname, file), folder],
});

/** Loading failsafe.yaml, the first time and again. */
export const config: Benchmark = {
  name: 'config',
  title: 'Loading failsafe.yaml',
  about: `A process that loads a failsafe.yaml of N endpoints, with everything that the loader looks at, and ends. "First" has nothing to
go by, "again" what an earlier run has left in .failsafe/cache (see adr/0011). Beside them a process that has the library yaml parse the same
file and does nothing else, and Node alone. Again, 10 checks cost more than their YAML: what is left is Node with the modules of the loader.`,
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
          script('yaml alone', 'parse.ts', fresh.path),
          script('failsafe, first', 'load.ts', fresh.path),
          { ...script('failsafe, again', 'load.ts', known.path), warmUps: 1 },
        ],
        goals: [
          { of: 'failsafe, again', over: 'yaml alone', measure: 'cpuMs', atMost: 1 },
          { of: 'failsafe, again', over: 'failsafe, first', measure: 'cpuMs', atMost: 0.5 },
        ],
      };
    }
  },
};
