import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { engine } from './support/engine.ts';
import { copyOf, failsafeIn, PROJECTS } from './support/init-project.ts';
import { LONG } from './support/long-test.ts';
import { standIn } from './support/stand-ins.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);
if (!LONG) test.skip('builds and starts whole stacks: set FAILSAFE_LONG=1');

/** A project fixture that runs, under a name of its own. */
async function running(name: string) {
  const copy = await copyOf(name);
  const { folder } = copy;
  const project = `init-${name}-${randomBytes(3).toString('hex')}`;
  const compose = (...words: readonly string[]) =>
    execa('docker', ['compose', '-p', project, ...words], { cwd: folder, stdin: 'ignore' });
  const dispose = async () => {
    await compose('down', '--volumes', '--rmi', 'local', '--timeout', '0');
    await copy[Symbol.asyncDispose]();
  };
  try {
    await standIn(folder);
    const { stdout } = await compose('config', '--format', 'json');
    const { services } = JSON.parse(stdout) as { services: Record<string, { build?: { context: string } }> };
    for (const [service, { build }] of Object.entries(services)) {
      if (build === undefined) continue;
      const image = `${project}-${service}`;
      await execa('docker', ['build', '--network', 'host', '-q', '-t', image, build.context]);
    }
    await compose('up', '-d', '--wait');
  } catch (error) {
    await dispose();
    throw error;
  }
  return { folder, project, compose, [Symbol.asyncDispose]: dispose };
}

/** What an action gives as soon as it is as wanted; what it gave last otherwise. A stack needs a moment after it was started. */
async function soon<T>(act: () => Promise<T>, isWanted: (got: T) => boolean): Promise<T> {
  for (let tries = 30; ; tries--) {
    const got = await act();
    if (isWanted(got) || tries === 0) return got;
    await sleep(1000);
  }
}

interface Told {
  readonly results: readonly { readonly id: string; readonly status: string; readonly code: string }[];
}

describe.runIf(LONG && docker.available)('a stack that runs', () => {
  test.each(PROJECTS)(
    '%s: green after init, red by name without one of its services',
    async name => {
      await using stack = await running(name);
      const { folder, project, compose } = stack;
      const check = async () => {
        const { exitCode, stdout } = await failsafeIn(folder, 'check', '--json');
        const { results } = JSON.parse(stdout) as Told;
        return { exitCode, failed: results.filter(({ status }) => status === 'fail').map(({ id }) => id) };
      };
      const green = { exitCode: 0, failed: [] };
      await soon(
        () => failsafeIn(folder, 'init', '--dry-run', '-p', project),
        ({ stdout }) => !/ now: |: (?:answers 5\d\d|GET )/.test(stdout),
      );
      const made = await failsafeIn(folder, 'init', '--yes', '-p', project);
      expect(made.exitCode, made.stderr).toBe(0);
      expect(await readFile(join(folder, 'failsafe.yaml'), 'utf8')).not.toContain('# guessed');
      expect(await check()).toEqual(green);
      const drift = await failsafeIn(folder, 'drift');
      expect(drift.stdout).toContain('and the project fit');
      const { stdout } = await compose('ps', '--services', '--status', 'running');
      for (const service of stdout.split('\n')) {
        await compose('stop', '--timeout', '0', service);
        expect(await check()).toMatchObject({ exitCode: 1, failed: [`containers.running:${service}`] });
        await compose('up', '-d', '--wait');
        expect(await soon(check, ({ exitCode }) => exitCode === 0)).toEqual(green);
      }
    },
    // Images are built, on a machine that may do other work
    900_000,
  );
});
