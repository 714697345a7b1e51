import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { engine, BASE_IMAGE as image } from '../../../tests/support/engine.ts';
import { openEngine } from '../docker/engine.ts';
import { type ComposeFixture, composeFixture } from '../docker/testing/compose-fixture.ts';
import { sweepStale } from './sweep-stale.ts';
import { holdRun } from './testing/holder.ts';
import { leftOf } from './testing/leftovers.ts';

const docker = await engine();
const deployment = () =>
  composeFixture({
    services: { app: { image, command: 'sleep infinity', volumes: ['data:/data', '/nameless'] } },
    volumes: { data: {} },
  });
const soon = { timeout: 20_000, interval: 200 };

async function runFolders({ folder }: ComposeFixture): Promise<string[]> {
  const runs = join(folder, '.failsafe', 'run');
  return existsSync(runs) ? readdir(runs) : [];
}

async function expectNothingLeft(fixture: ComposeFixture, project: string): Promise<void> {
  await expect.poll(() => leftOf(project), soon).toEqual([]);
  await expect.poll(() => runFolders(fixture), soon).toEqual([]);
}

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available)('a run whose process is gone', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)('is removed after %s', async signal => {
    await using fixture = await deployment();
    using holder = holdRun(fixture.file);
    const { project } = await holder.handle();
    expect((await leftOf(project)).sort()).toEqual(['container', 'network', 'volume']);
    await holder.kill(signal);
    await expectNothingLeft(fixture, project);
  });

  test('is removed in the middle of its start, and compose with it', async () => {
    await using fixture = await composeFixture({
      services: {
        db: {
          image,
          command: 'sleep infinity',
          healthcheck: { test: ['CMD', 'false'], interval: '1s', retries: 3, start_period: '60s' },
        },
        app: { image, command: 'sleep infinity', depends_on: { db: { condition: 'service_healthy' } } },
      },
    });
    using holder = holdRun(fixture.file);
    await holder.progress(/db is running/);
    const [project = ''] = await runFolders(fixture);
    const compose = () => execa('pgrep', ['-f', project], { reject: false });
    expect((await compose()).stdout).not.toBe('');
    await holder.kill('SIGKILL');
    await expectNothingLeft(fixture, project);
    expect((await compose()).stdout).toBe('');
  });

  test('and whose sweeper is gone is removed by the next run, while others live on', async () => {
    await using fixture = await deployment();
    using alive = holdRun(fixture.file);
    using dead = holdRun(fixture.file);
    const [living, left] = await Promise.all([alive.handle(), dead.handle()]);
    for (const pid of dead.children()) process.kill(pid, 'SIGKILL');
    await dead.kill('SIGKILL');
    expect(await sweepStale(openEngine(), AbortSignal.timeout(10_000))).toContain(left.project);
    expect(await leftOf(left.project)).toEqual([]);
    expect(await leftOf(living.project)).toHaveLength(3);

    using next = holdRun(fixture.file);
    const { project } = await next.handle();
    expect((await runFolders(fixture)).sort()).toEqual([living.project, project].sort());
    await Promise.all([alive.kill('SIGKILL'), next.kill('SIGKILL')]);
    await expectNothingLeft(fixture, living.project);
  });
});

/** Stands in for the image of Ryuk: says what it is told to remove. */
const RYUK = `use IO::Socket::INET;
$| = 1;
my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1);
print "Started\\n";
my $client = $server->accept;
while (my $line = <$client>) { print $line; print $client "ACK\\n"; }`;

describe.runIf(docker.available)('Ryuk', () => {
  test('is told to remove the project, where its image can be had', async () => {
    const name = `failsafe-test-ryuk:${process.pid}`;
    await using fixture = await deployment();
    await writeFile(join(fixture.folder, 'ryuk.pl'), RYUK);
    await writeFile(
      join(fixture.folder, 'Dockerfile'),
      `FROM ${image}\nCOPY ryuk.pl /\nEXPOSE 8080\nCMD ["perl", "/ryuk.pl"]\n`,
    );
    await execa('docker', ['build', '-q', '-t', name, fixture.folder]);
    try {
      const environment = { TESTCONTAINERS_RYUK_DISABLED: 'false', RYUK_CONTAINER_IMAGE: name };
      using holder = holdRun(fixture.file, environment);
      const { project } = await holder.handle();
      const { stdout: id } = await execa('docker', ['ps', '-q', '--filter', `ancestor=${name}`]);
      const { stdout: log } = await execa('docker', ['logs', id]);
      expect(log).toContain(`label=com.docker.compose.project=${project}`);
      expect(JSON.stringify(holder.told)).not.toContain('no Ryuk');
      await holder.kill('SIGKILL');
      await expectNothingLeft(fixture, project);
    } finally {
      const { stdout } = await execa('docker', ['ps', '-aq', '--filter', `ancestor=${name}`]);
      if (stdout !== '') await execa('docker', ['rm', '-f', ...stdout.split('\n')]);
      await execa('docker', ['rmi', '-f', name]);
    }
  });

  test('is done without where its image cannot be had, and that is said', async () => {
    await using fixture = await deployment();
    const environment = {
      TESTCONTAINERS_RYUK_DISABLED: 'false',
      RYUK_CONTAINER_IMAGE: 'localhost:1/no/such/ryuk:1',
    };
    using holder = holdRun(fixture.file, environment);
    const { project } = await holder.handle();
    expect(JSON.stringify(holder.told)).toMatch(/no Ryuk \(.*\): the run has its own sweeper/);
    await holder.kill('SIGKILL');
    await expectNothingLeft(fixture, project);
  });
});
