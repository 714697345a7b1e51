import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './support/deployment.ts';
import { BASE_IMAGE, engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

const run = async (...args: string[]) =>
  (await execa('docker', args)).stdout.split('\n').filter(Boolean).sort();

/** Everything that the engine has, by kind and name. */
async function everything(): Promise<string[]> {
  const lists = await Promise.all([
    run('ps', '-a', '--format', 'container {{.Names}}'),
    run('network', 'ls', '--format', 'network {{.Name}}'),
    run('volume', 'ls', '--format', 'volume {{.Name}}'),
    run('images', '--format', 'image {{.Repository}}:{{.Tag}}'),
  ]);
  return lists.flat();
}

/** Two projects: what the second one has must outlive the first. */
async function twoProjects() {
  const external = `failsafe-external-${randomBytes(4).toString('hex')}`;
  await run('volume', 'create', external);
  const own = await composeFixture({});
  const foreign = await composeFixture({});
  const service = { command: 'sleep infinity', stop_grace_period: '0s' };
  const volumes = { data: {}, kept: { external: true, name: external } };
  const image = `${own.project}-one`;
  await writeFile(join(own.folder, 'Dockerfile'), `FROM ${BASE_IMAGE}\nLABEL made-for=${own.project}\n`);
  const one = { ...service, build: '.', image, volumes: ['data:/data', 'kept:/kept'] };
  const two = { ...service, image: BASE_IMAGE };
  await writeFile(own.file, JSON.stringify({ services: { one, two }, volumes }));
  await writeFile(
    foreign.file,
    JSON.stringify({ services: { one: { ...two, volumes: ['data:/data'] } }, volumes: { data: {} } }),
  );
  await writeFile(
    join(own.folder, 'failsafe.yaml'),
    JSON.stringify({
      version: 1,
      project: 'shop',
      stack: { compose: 'docker-compose.yml', project: own.project },
      backup: { volumes: { exclude: ['data'] } },
    }),
  );
  await own.compose('up', '-d');
  await foreign.compose('up', '-d');
  const failsafe = (...args: string[]) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
      cwd: own.folder,
      reject: false,
      stdin: 'ignore',
    });
  async function dispose() {
    await own[Symbol.asyncDispose]();
    await foreign[Symbol.asyncDispose]();
    await run('volume', 'rm', '-f', external);
    await run('image', 'rm', '-f', image);
  }
  return { own, foreign, external, image, failsafe, [Symbol.asyncDispose]: dispose };
}

describe.runIf(docker.available)('failsafe reset', () => {
  test('removes exactly what it has listed, and nothing of anybody else', async () => {
    await using projects = await twoProjects();
    const { own, foreign, external, image, failsafe } = projects;
    const mine = (all: readonly string[]) =>
      all.filter(line => [own.project, foreign.project, external].some(name => line.includes(name)));

    const unsaved = await failsafe('reset', `--yes=${own.project}`);
    expect(unsaved.stderr).toContain('RESET_UNSAVED');
    const before = mine(await everything());
    const planned = await failsafe('reset', '--no-backup', '--dry-run', '--json');
    const acts: string[] = JSON.parse(planned.stdout).plan.flatMap((step: { acts: string[] }) => step.acts);
    for (const yes of [[], ['--yes'], ['--yes=shop']]) {
      const refused = await failsafe('reset', '--no-backup', ...yes);
      expect(refused.stderr).toContain('NOT_CONFIRMED');
    }
    expect(mine(await everything())).toEqual(before);

    const done = await failsafe('reset', '--no-backup', `--yes=${own.project}`);
    expect(done.exitCode, done.stderr).toBe(0);
    const after = mine(await everything());
    const gone = before
      .filter(line => !after.includes(line))
      .map(line => `remove ${line.replace(':latest', '')}`);
    const listed = acts.map(act => act.replace(/ \(.*\)$/, '').replace(':latest', ''));
    expect(gone.sort()).toEqual(listed.sort());
    expect(listed).toEqual(
      expect.arrayContaining([`remove image ${image}`, `remove volume ${own.project}_data`]),
    );
    expect(after.filter(line => line.includes(own.project))).toEqual([]);
    expect(after).toEqual(expect.arrayContaining([`volume ${external}`, `volume ${foreign.project}_data`]));
    const { stdout } = await execa('docker', [
      'ps',
      '--filter',
      `name=${foreign.project}`,
      '--format',
      '{{.State}}',
    ]);
    expect(stdout).toBe('running');
  }, 300_000);

  test.runIf(LONG)(
    'cleanup, restart, logs and info keep to the project',
    async () => {
      await using projects = await twoProjects();
      const { own, foreign, image, failsafe } = projects;
      await own.compose('run', 'one', 'true');
      await foreign.compose('run', 'one', 'true');
      await writeFile(
        join(own.folder, 'Dockerfile'),
        `FROM ${BASE_IMAGE}\nLABEL made-for=again-${own.project}\n`,
      );
      const [old] = await run('images', '-q', '--no-trunc', image);
      await own.compose('up', '-d', '--build');
      const before = await everything();

      const cleaned = await failsafe('cleanup');
      expect(cleaned.exitCode, cleaned.stderr).toBe(0);
      const gone = before.filter(line => line.includes('-run-'));
      const after = await everything();
      expect(gone.filter(line => !after.includes(line))).toEqual([expect.stringContaining(own.project)]);
      expect(await run('images', '-q', '--no-trunc', '--filter', 'dangling=true')).not.toContain(old);

      const startedAt = () => run('inspect', '--format', '{{.State.StartedAt}}', `${own.project}-one-1`);
      const first = await startedAt();
      const restarted = await failsafe('restart', 'one');
      expect(restarted.exitCode, restarted.stderr).toBe(0);
      expect(await startedAt()).not.toEqual(first);
      expect((await failsafe('restart', 'on')).stderr).toMatch(/SERVICE_UNKNOWN[\s\S]*Did you mean one/);
      expect((await failsafe('logs', 'one')).exitCode).toBe(0);
      const info = await failsafe('info');
      expect(info.stdout).toMatch(new RegExp(`service   one: running[\\s\\S]*volume    ${own.project}_data`));
      expect(info.stdout).not.toContain(foreign.project);
    },
    300_000,
  );
});
