import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const MODULE = new URL('./without-interruption.ts', import.meta.url).href;

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends the process when it is done, and not before',
  async signal => {
    const folder = await mkdtemp(join(tmpdir(), 'failsafe-whole-'));
    const file = join(folder, 'done');
    const program = `
    import { writeFile } from 'node:fs/promises';
    import { setTimeout } from 'node:timers/promises';
    import { withoutInterruption } from ${JSON.stringify(MODULE)};
    await withoutInterruption(async () => {
      process.kill(process.pid, '${signal}');
      await setTimeout(50);
      await writeFile(${JSON.stringify(file)}, 'whole');
    });
    await setTimeout(60_000);
  `;
    try {
      const ended = await execa(process.execPath, ['--input-type=module-typescript', '-e', program], {
        reject: false,
      });
      expect(ended.signal).toBe(signal);
      expect(await readFile(file, 'utf8')).toBe('whole');
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
