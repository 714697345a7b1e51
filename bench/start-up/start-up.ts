import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Case, Contestant } from '../harness/benchmark.ts';
import { FAILSAFE } from '../harness/paths.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { writeFailsafe } from '../http/projects.ts';
import { fortyServices, monitorOf } from './forty-services.ts';

/** `failsafe status` of forty services, each with a port that answers: as a monitor knows it, and by a look of its own. */
async function* statusOfForty(): AsyncIterable<Case> {
  using folder = scratchFolder();
  await using forty = await fortyServices(folder.path);
  const nodeAlone: Contestant = { name: 'Node alone', command: [process.execPath, '-e', '0'] };
  const status: Contestant = {
    name: 'failsafe status',
    command: [process.execPath, FAILSAFE, 'status'],
    cwd: folder.path,
    env: { DOCKER_HOST: forty.engine },
    warmUps: 1,
  };
  const goal = { of: 'failsafe status', over: 'Node alone', measure: 'wallMs' } as const;
  // A second, of a Node that starts in 30 ms
  yield {
    name: '40 services, no monitor',
    contestants: [nodeAlone, status],
    goals: [{ ...goal, atMost: 33 }],
  };
  using _ = monitorOf(folder.path);
  yield {
    name: '40 services, a monitor runs',
    contestants: [nodeAlone, status],
    goals: [{ ...goal, atMost: 10 }],
  };
}

/** What stands between Enter and the first word. */
export const startUp: Benchmark = {
  name: 'start-up',
  title: 'Start-up',
  about: `Commands that answer at once, beside Node alone. \`status\` has a small project of the runtime compose and no engine that
answers (exit code 2): what is measured is what it loads before it asks. To be reached: \`--help\` within 100 ms of Node alone, \`status\` within 300 ms;
the ratios are of a Node that starts in 30 ms.

The most of what \`status\` takes is dockerode, which loads ssh2, gRPC and protobuf (140 modules, 110 ms of CPU time) before anything is asked of it; where no
plugin of compose is found, execa asks for its command. The modules of the other commands are no longer loaded.`,
  async *cases() {
    using folder = scratchFolder();
    writeFailsafe(folder.path, { port: 80, checks: 20, atOnce: 1 });
    mkdirSync(join(folder.path, '.failsafe'), { mode: 0o700 });
    const command = (...args: string[]) => [process.execPath, FAILSAFE, ...args] as [string, ...string[]];
    yield {
      name: 'small project',
      contestants: [
        { name: 'Node alone', command: [process.execPath, '-e', '0'] },
        { name: 'failsafe --help', command: command('--help') },
        {
          name: 'failsafe status',
          command: command('status'),
          cwd: folder.path,
          env: { DOCKER_HOST: `unix://${join(folder.path, 'no.sock')}` },
          exitCodes: [2],
          warmUps: 1,
        },
        { name: 'failsafe config check', command: command('config', 'check'), cwd: folder.path },
      ],
      goals: [
        { of: 'failsafe --help', over: 'Node alone', measure: 'wallMs', atMost: 4 },
        { of: 'failsafe status', over: 'Node alone', measure: 'wallMs', atMost: 10 },
      ],
    };
    yield* statusOfForty();
  },
};
