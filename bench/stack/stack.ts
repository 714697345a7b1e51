import { join } from 'node:path';
import type { Benchmark, Case, Contestant } from '../harness/benchmark.ts';
import { FAILSAFE, ROOT } from '../harness/paths.ts';
import { readReport } from '../harness/read-report.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { type ComposeStack, lacksCompose, startCompose } from './compose-stack.ts';

const LEVELS = ['containers', 'connectivity', 'api', 'database', 'pwa', 'auth', 'realtime', 'system'];
/** Those that read files, not what runs. */
const STATIC = ['source', 'config', 'security'];
const ALL = 'failsafe check';
const RUNS = 'what runs, without browser';
const OLD_LOOKS = 12;

const check = (name: string, runtime: string, ...args: string[]): Contestant => ({
  name,
  command: [process.execPath, FAILSAFE, 'check', '--runtime', runtime, ...args],
  // On a busy machine an answer may be too slow, or a look not be over in time: the facts tell of it
  exitCodes: [0, 1, 2],
});
const without = (...levels: string[]) => ['--grep', levels.map(level => `not ${level}`).join(' and ')];

function processesCase(): Case {
  return {
    name: 'processes: started, looked at, ended',
    rounds: 3,
    contestants: [check(ALL, 'processes'), check(RUNS, 'processes', ...without('pwa', ...STATIC))].map(
      one => ({ ...one, cwd: ROOT }),
    ),
    facts: () => [readReport(ROOT)],
  };
}

function shell({ env, project }: ComposeStack, looks: number): Contestant {
  return {
    name: `shell, ${looks} looks`,
    command: ['sh', join(import.meta.dirname, 'looks.sh'), String(looks)],
    env: {
      WEB: `http://127.0.0.1:${env.WEB_PORT}`,
      PROJECT: project,
      PGHOST: '127.0.0.1',
      PGPORT: env.DB_PORT ?? '',
      PGPASSWORD: env.POSTGRES_PASSWORD ?? '',
    },
  };
}

/** Looks once, to know how many looks that is; the shell makes as many. */
async function* composeCases(): AsyncGenerator<Case> {
  using folder = scratchFolder();
  await using stack = await startCompose(folder.path);
  const here = { cwd: folder.path, env: stack.env };
  const runs = { ...check(RUNS, 'compose', ...without('pwa', ...STATIC)), ...here };
  yield {
    name: 'compose, running',
    rounds: 3,
    contestants: [
      { ...check(ALL, 'compose'), ...here, warmUps: 1 },
      runs,
      shell(stack, OLD_LOOKS),
      { ...shell(stack, 60), rounds: 3 },
    ],
    goals: [
      { of: RUNS, over: `shell, ${OLD_LOOKS} looks`, measure: 'wallMs', atMost: 1 },
      { of: ALL, measure: 'wallMs', atMost: 6000 },
    ],
    facts: () => [readReport(folder.path)],
  };
  yield {
    name: 'compose, each level alone',
    rounds: 2,
    contestants: [...LEVELS, ...STATIC].map(level => ({
      ...check(level, 'compose', '--grep', level),
      ...here,
    })),
  };
}

/** The whole reference application. */
export const stack: Benchmark = {
  name: 'stack',
  title: 'The whole reference stack',
  about: `The reference application (PostgreSQL, a service, a client, a gateway), all levels. By processes it is started for the look and
ended after it, by compose it runs. Beside it a shell script with curl, jq, psql and docker (\`bench/stack/looks.sh\`) that makes 12 looks, as the
script did that failsafe came after, and one that makes 60. "Without browser" is what looks at what runs, without the level pwa and the three
that read files. Each level alone has all that it needs looked at too, and the start of Node: their sum is more than the whole.

That the script is faster has two reasons: containers are watched for two seconds, in which one that ends again and again shows, and the connection of
Socket.IO is held for the two that failsafe.yaml asks for. It looks once.`,
  async *cases({ short }) {
    if (short) return;
    yield processesCase();
    if (!(await lacksCompose())) yield* composeCases();
  },
};
