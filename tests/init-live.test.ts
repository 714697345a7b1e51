import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { engine } from './support/engine.ts';
import { copyOf, failsafeIn } from './support/init-project.ts';
import { LONG } from './support/long-test.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);
if (!LONG) test.skip('builds and starts whole stacks: set FAILSAFE_LONG=1');

/** The projects whose images can be built of Debian alone, with their services. */
const RUNNABLE: Record<string, readonly string[]> = {
  'flask-nginx': ['api', 'nginx'],
  'mariadb-flask': ['db', 'app'],
  'static-site': ['site'],
  'worker-redis': ['redis', 'web', 'worker'],
};

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
    await compose('up', '-d', '--build', '--wait');
  } catch (error) {
    await dispose();
    throw error;
  }
  return { folder, project, compose, [Symbol.asyncDispose]: dispose };
}

interface Told {
  readonly results: readonly { readonly id: string; readonly status: string; readonly subject: string }[];
}

describe.runIf(LONG && docker.available)('a stack that runs', () => {
  test.each(Object.entries(RUNNABLE))(
    '%s: green after init, red by name without one of its services',
    async (name, services) => {
      await using stack = await running(name);
      const { folder, project, compose } = stack;
      const check = async () => {
        const { exitCode, stdout } = await failsafeIn(folder, 'check', '--json');
        const { results } = JSON.parse(stdout) as Told;
        return { exitCode, failed: results.filter(({ status }) => status === 'fail').map(({ id }) => id) };
      };
      const made = await failsafeIn(folder, 'init', '--yes', '-p', project);
      expect(made.exitCode, made.stderr).toBe(0);
      expect(await readFile(join(folder, 'failsafe.yaml'), 'utf8')).not.toContain('# guessed');
      expect(await check()).toEqual({ exitCode: 0, failed: [] });
      expect((await failsafeIn(folder, 'drift')).exitCode).toBe(0);
      for (const service of services) {
        await compose('stop', '--timeout', '0', service);
        expect(await check()).toMatchObject({ exitCode: 1, failed: [`containers.running:${service}`] });
        await compose('up', '-d', '--wait');
      }
      expect(await check()).toEqual({ exitCode: 0, failed: [] });
    },
    // Images are built, on a machine that may do other work
    900_000,
  );
});
