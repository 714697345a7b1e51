import { join } from 'node:path';
import type { Benchmark } from '../harness/benchmark.ts';
import { FAILSAFE, ROOT } from '../harness/paths.ts';
import { readReport } from '../harness/read-report.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { lacksCompose, referenceEnvironment, writeReference } from '../stack/compose-stack.ts';

const OWN = 'failsafe check';
const BARE = 'testcontainers alone';
const FIXTURE = join(ROOT, 'fixtures/testdriven-app');
/** Ten hundredths of the whole: so many times the rest. */
const SHARE = 1 / 0.9;

/** A copy that is brought up, looked at and thrown away. */
export const isolated: Benchmark = {
  name: 'isolated',
  title: 'An isolated run',
  about: `The reference application is brought up by testcontainers, looked at (what runs, without browser), and removed; beside it the library
alone, which brings up and removes the same compose file. To be reached: our share of the whole, looks included, at most a tenth, which is 1.1 times of the
library alone. Images are there (the run before the first that counts builds them). Cold ones are not compared: apt in their Dockerfiles takes minutes of either.`,
  async *cases({ short }) {
    if (short || (await lacksCompose())) return;
    using folder = scratchFolder();
    writeReference(folder.path, `bench-isolated-${process.pid}`);
    const env = {
      ...(await referenceEnvironment()),
      // Ryuk cannot be had everywhere; both end what they start by themselves
      TESTCONTAINERS_RYUK_DISABLED: 'true',
    };
    const levels = ['pwa', 'source', 'config', 'security'].map(level => `not ${level}`).join(' and ');
    yield {
      name: 'warm images',
      rounds: 3,
      contestants: [
        {
          name: BARE,
          command: [process.execPath, join(import.meta.dirname, 'bare.ts'), FIXTURE],
          warmUps: 1,
          env,
        },
        {
          name: OWN,
          command: [process.execPath, FAILSAFE, 'check', '--runtime', 'testcontainers', '--grep', levels],
          cwd: folder.path,
          env,
          exitCodes: [0, 1, 2],
          warmUps: 1,
        },
      ],
      goals: [{ of: OWN, over: BARE, measure: 'wallMs', atMost: SHARE }],
      facts: () => [readReport(folder.path)],
    };
  },
};
