import { join } from 'node:path';
import { execaNode } from 'execa';
import { expect, test } from 'vitest';
import { ROOT } from './support/deployment.ts';
import { engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';

const docker = await engine();

/** The oldest that failsafe runs on, its own, and the newest. */
test.skipIf(!LONG || !docker.available).each(['22', '24', '26'])(
  'from an empty folder to a gate that is green, and red when a service is stopped: Node %s',
  async version => {
    const { exitCode, all } = await execaNode(join(ROOT, 'tools/first-run.ts'), ['--node', version], {
      all: true,
      reject: false,
    });
    expect({ exitCode, all }).toMatchObject({
      exitCode: 0,
      all: expect.stringMatching(
        new RegExp(
          `Node v${version}\\.[\\s\\S]*✓[^\\n]*green\\n[\\s\\S]*✓[^\\n]*red\\n[\\s\\S]*without the application`,
        ),
      ),
    });
  },
  600_000,
);
