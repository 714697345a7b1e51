import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Acts as the monitor does, which takes Ctrl-C for a wish to end when the act is done. */
const ACTOR = `
import { loadConfig } from '${here('../../config/load.ts')}';
import { act } from '${here('act.ts')}';
process.on('SIGINT', () => undefined);
const loaded = await loadConfig({ file: 'failsafe.yaml' });
const refusal = await act(loaded, 'shop', { action: 'restart', service: 'web' }, new AbortController().signal);
process.stdout.write(refusal ?? 'done');
`;

test('Ctrl-C at the terminal leaves an act that was begun to its end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-act-'));
  try {
    const stack = { runtime: 'compose', compose: 'docker-compose.yml' };
    await writeFile(join(folder, 'failsafe.yaml'), JSON.stringify({ version: 1, project: 'shop', stack }));
    await writeFile(
      join(folder, 'docker-compose.yml'),
      JSON.stringify({ services: { web: { image: 'x' } } }),
    );
    // In the place of docker compose: what is interrupted says so
    await writeFile(join(folder, 'compose.sh'), 'touch begun; sleep 1; echo whole > ended');
    const child = execa(process.execPath, ['--input-type=module', '-e', ACTOR], {
      cwd: folder,
      env: { FAILSAFE_COMPOSE: `sh ${join(folder, 'compose.sh')}` },
      detached: true,
      stdin: 'ignore',
    });
    while ((await readFile(join(folder, 'begun')).catch(() => undefined)) === undefined) await sleep(50);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect((await child).stdout).toBe('done');
    expect(await readFile(join(folder, 'ended'), 'utf8')).toBe('whole\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});
