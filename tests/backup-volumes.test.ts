import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checksumFlaws, writeChecksums } from '../src/operations/backup/checksums.ts';
import type { FoundVolume } from '../src/operations/volumes/find-volumes.ts';
import { runOnVolume } from '../src/operations/volumes/helper-container.ts';
import { savedContent } from '../src/operations/volumes/save-volume.ts';
import { fillVolume, SWAP, undoSwap } from '../src/operations/volumes/swap-volume.ts';
import { openEngine } from '../src/runtimes/docker/engine.ts';
import { imageId } from '../src/runtimes/docker/image-id.ts';
import { composeFixture } from '../src/runtimes/docker/testing/compose-fixture.ts';
import { ROOT } from './support/deployment.ts';
import { BASE_IMAGE, engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';

const docker = await engine();
if (!docker.available) test.skip(docker.reason);

const FILL = `cd /data; mkdir -p 'a folder/deep' empty; seq 1 20000 > 'a folder/deep/numbers'; echo secret > .hidden
ln -s 'a folder/deep/numbers' link; printf p > plain; ln plain hard; printf x > '*'; printf y > '-rf'; chown -R 1000:1001 'a folder'; chmod 4750 .hidden
chown 33:34 .; chmod 2770 .`;
/** Everything that a restore has to bring back: names, kinds, owners, rights, targets, contents. */
const LIST = `cd /data; find . -printf '%P %y %U:%G %m %l %n\\n' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum --`;

async function deployment() {
  const fixture = await composeFixture({});
  const { folder, file, project } = fixture;
  const service = { image: BASE_IMAGE, command: 'sleep infinity', init: true, stop_grace_period: '1s' };
  const document = {
    services: {
      app: { ...service, volumes: ['uploads:/data', 'cache:/cache', 'foreign:/foreign'] },
      web: { ...service, volumes: ['uploads:/data:ro'] },
      other: service,
    },
    volumes: { uploads: {}, cache: {}, foreign: { external: true, name: `${project}-external` } },
  };
  writeFileSync(file, JSON.stringify(document));
  const configure = (volumes: Readonly<Record<string, unknown>>) =>
    writeFileSync(
      join(folder, 'failsafe.yaml'),
      JSON.stringify({
        version: 1,
        project: 'shop',
        stack: { compose: 'docker-compose.yml', project },
        backup: { volumes },
      }),
    );
  configure({ exclude: ['cache'] });
  const run = async (...args: string[]) => (await execa('docker', args)).stdout;
  await run('volume', 'create', `${project}-external`);
  await fixture.compose('up', '-d');
  return {
    fixture,
    folder,
    project,
    volume: `${project}_uploads`,
    configure,
    run,
    failsafe: (...args: string[]) =>
      execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
        cwd: folder,
        reject: false,
        stdin: 'ignore',
      }),
    inside: (script: string) => run('exec', `${project}-app-1`, 'sh', '-euc', script),
    backups: () =>
      readdirSync(join(folder, '.failsafe/backups'))
        .filter(name => /^\d/.test(name))
        .sort(),
    async [Symbol.asyncDispose]() {
      await fixture[Symbol.asyncDispose]();
      await run('volume', 'rm', '-f', `${project}-external`);
    },
  };
}

describe.runIf(docker.available)('backup and restore of named volumes', () => {
  let app: Awaited<ReturnType<typeof deployment>>;
  let before: string;
  let id: string;
  const folder = () => join(app.folder, '.failsafe/backups', id);
  const archive = () => join(folder(), 'uploads.volume.tar.gz');
  const helpers = () => app.run('ps', '-aq', '--filter', `label=failsafe.helper=${app.project}`);

  beforeAll(async () => {
    app = await deployment();
    await app.inside(FILL);
    before = await app.inside(LIST);
  });
  afterAll(() => app?.[Symbol.asyncDispose]());

  test('what no dump stands for is saved: no excluded one, no external one', async () => {
    const saved = await app.failsafe('backup', '--json');
    expect(saved.exitCode, saved.stderr).toBe(0);
    id = JSON.parse(saved.stdout).backup;
    expect(readdirSync(folder()).sort()).toEqual(['SHA256SUMS', 'manifest.json', 'uploads.volume.tar.gz']);
    expect(
      JSON.parse(readFileSync(join(folder(), 'manifest.json'), 'utf8')).volumes[0].moved,
    ).toBeUndefined();
    const { stdout } = await execa('tar', ['tzf', archive()]);
    expect(stdout).toContain('./a folder/deep/numbers');
    expect((await app.failsafe('backup', 'verify')).exitCode).toBe(0);
    expect((await app.failsafe('backup', 'list')).stdout).toContain('volume uploads');
    expect(await helpers()).toBe('');
  });

  test('a flipped bit and a lost end are refused', async () => {
    const whole = readFileSync(archive());
    const signal = AbortSignal.timeout(60_000);
    for (let index = 0; index < 200; index++) {
      const bytes = Buffer.from(whole);
      const at = (index * 7919) % bytes.length;
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (index % 8)), at);
      writeFileSync(archive(), bytes);
      expect(await checksumFlaws(folder()), `bit ${index % 8} of byte ${at}`).not.toEqual([]);
    }
    for (let index = 0; index < 40; index++) {
      writeFileSync(archive(), whole);
      truncateSync(archive(), Math.floor((index * whole.length) / 40));
      expect(await checksumFlaws(folder())).not.toEqual([]);
      // Before there is a checksum as well
      await expect(savedContent(archive(), signal), `cut to ${index}/40`).rejects.toThrow();
    }
    const refused = await app.failsafe('restore', id, '--yes');
    expect({ exitCode: refused.exitCode, stderr: refused.stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('BACKUP_DAMAGED'),
    });
    writeFileSync(archive(), whole);
    expect(await app.inside(LIST)).toBe(before);
  });

  test('a restore that comes out differently, or that somebody else is in the way of, leaves all as it is', async () => {
    const manifest = join(folder(), 'manifest.json');
    const text = readFileSync(manifest, 'utf8');
    await app.run(
      'run',
      '-d',
      '--name',
      `${app.project}-alien`,
      '-v',
      `${app.volume}:/v`,
      BASE_IMAGE,
      'sleep',
      '99',
    );
    const alien = await app.failsafe('restore', id, '--yes');
    await app.run('rm', '-f', `${app.project}-alien`);
    expect(alien.stderr).toMatch(/RESTORE_VOLUME_REFUSED[\s\S]*-alien/);

    await app.inside('echo changed > /data/changed; rm /data/link');
    const changed = await app.inside(LIST);
    const { content } = JSON.parse(text).volumes[0];
    // The archive is read before it is restored: only another engine could make something else of it
    const other = await runWith({ ...content, checksum: '0'.repeat(64) });
    expect(other).toContain('what was restored is not what was saved');
    writeFileSync(manifest, text.replace(content.checksum, '0'.repeat(64)));
    await writeChecksums(folder());
    expect((await app.failsafe('restore', id, '--yes')).stderr).toContain('BACKUP_DAMAGED');
    writeFileSync(manifest, text);
    await writeChecksums(folder());
    await undoSwap(where());
    expect(await app.inside(LIST)).toBe(changed);

    expect((await app.failsafe('restore', id, '--yes', '--only', 'upload')).stderr).toMatch(
      /Did you mean "uploads"/,
    );
  });

  const where = () => {
    const volume: FoundVolume = { key: 'uploads', name: app.volume, users: [], images: [image] };
    return { engine: openEngine(), project: app.project, volume, signal: AbortSignal.timeout(120_000) };
  };
  let image = '';
  beforeAll(async () => {
    image = (await imageId(openEngine(), BASE_IMAGE, AbortSignal.timeout(10_000))) ?? '';
  });
  async function runWith(content: Parameters<typeof fillVolume>[1]['content']) {
    const saved = { volume: 'uploads', file: '', bytes: 0, content };
    return fillVolume(archive(), saved, where()).then(String, String);
  }

  test.runIf(LONG)('a swap that is cut off at any point is taken back', async () => {
    const changed = await app.inside(LIST);
    const { content } = JSON.parse(readFileSync(join(folder(), 'manifest.json'), 'utf8')).volumes[0];
    const helper = { ...where(), volume: app.volume, images: [image] };
    for (let moves = 0; ; moves++) {
      expect(await runWith(content)).toBe('undefined');
      const cut = `n=${moves}; mv() { [ "$n" -gt 0 ] || exit 9; n=$((n-1)); command mv "$@"; }\n${SWAP}`;
      const ended = await runOnVolume(helper, cut, ['33:34', '2770']).then(
        () => 'done',
        error => String(error),
      );
      await undoSwap(where());
      expect(await app.inside(LIST), `cut off after ${moves} moves`).toBe(changed);
      if (ended === 'done') break;
      expect(ended).toContain('exit code 9');
      expect(moves).toBeLessThan(40);
    }
  });

  test('what is restored is what was saved; what was there was saved before; who has it mounted is stopped', async () => {
    const plan = await app.failsafe('restore', id, '--dry-run');
    expect(plan.stdout).toMatch(/stop app, web[\s\S]*swap what is in uploads[\s\S]*start app, web/);
    const changed = await app.inside(LIST);
    const restored = await app.failsafe('restore', id, '--yes');
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(await app.inside(LIST)).toBe(before);
    const safety = app.backups().at(-1) ?? '';
    expect(safety).not.toBe(id);
    expect((await app.failsafe('restore', safety, '--yes', '--no-safety-backup')).exitCode).toBe(0);
    expect(await app.inside(LIST)).toBe(changed);
    expect(await helpers()).toBe('');
    const states = await app.run('ps', '--filter', `name=${app.project}`, '--format', '{{.State}}');
    expect(states.split('\n')).toEqual(['running', 'running', 'running']);
  });

  test.runIf(LONG)(
    'what is written all the time is told of, and of one moment when it is paused',
    async () => {
      const writing = 'while :; do date +%s%N >> /data/log; seq 1 40000 > /data/big; done';
      await app.run('exec', '-d', `${app.project}-app-1`, 'sh', '-c', writing);
      const torn = await app.failsafe('backup');
      expect(torn.stderr).toMatch(/name it under backup.volumes.pause/);
      app.configure({ exclude: ['cache'], pause: ['uploads'] });
      const still = await app.failsafe('backup');
      expect(still.exitCode, still.stderr).toBe(0);
      expect(still.stderr).not.toContain('of no one moment');
      expect(await app.run('inspect', '-f', '{{.State.Paused}}', `${app.project}-app-1`)).toBe('false');
    },
  );
});
