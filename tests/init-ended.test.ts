import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { engine } from './support/engine.ts';
import { failsafeIn } from './support/init-project.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

const COMPOSE = `x-one: &one { image: debian:bookworm-slim, network_mode: none, init: true }
services:
  import: { <<: *one, command: 'true' }
  broken: { <<: *one, command: 'false' }
  worker: { <<: *one, command: sleep infinity }
  kept: { <<: *one, restart: unless-stopped, command: sleep infinity }
  web: { <<: *one, command: 'true', healthcheck: { test: [CMD, 'true'] } }
`;

test.runIf(docker.available)(
  'init takes for a one-shot what has ended well, and would not be started again; the check is then red of the others',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'failsafe-ended-'));
    const project = `init-ended-${randomBytes(3).toString('hex')}`;
    const compose = (...words: readonly string[]) =>
      execa('docker', ['compose', '-p', project, ...words], { cwd: folder, stdin: 'ignore' });
    try {
      await writeFile(join(folder, 'compose.yaml'), COMPOSE);
      await compose('up', '-d');
      await compose('stop', '--timeout', '0', 'kept');
      await expect
        .poll(async () => (await compose('ps', '--services', '--status', 'running')).stdout, {
          timeout: 60_000,
        })
        .toBe('worker');
      const { stdout } = await failsafeIn(folder, 'init', '--json', '-p', project);
      const { text, guesses } = JSON.parse(stdout) as { text: string; guesses: number };
      expect(parse(text).stack.oneShots, text).toEqual(['import']);
      expect([guesses, text.match(/# guessed: it has ended with exit code 0/g)?.length]).toEqual([1, 1]);
      await failsafeIn(folder, 'init', '--yes', '-p', project);
      const check = await failsafeIn(folder, 'check', '--json');
      const { results } = JSON.parse(check.stdout) as { results: { id: string; status: string }[] };
      const failed = results.filter(({ status }) => status === 'fail').map(({ id }) => id);
      expect(failed.filter(id => id.startsWith('containers.running')).toSorted()).toEqual([
        'containers.running:broken',
        'containers.running:kept',
        'containers.running:web',
      ]);
    } finally {
      await compose('down', '--timeout', '0');
      await rm(folder, { recursive: true, force: true });
    }
  },
);
