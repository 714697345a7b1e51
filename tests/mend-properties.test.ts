import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { diffLines } from 'diff';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mendProject } from '../src/engine/mend/mend-project.ts';
import { mendedFiles } from '../src/engine/mend/mended-files.ts';
import { undoMended, writeMended } from '../src/engine/mend/write-mended.ts';
import { rules } from '../src/engine/rules.generated.ts';
import { MENDS } from '../src/levels/mends/mends.ts';
import { projectOf } from '../src/levels/testing.ts';
import { LONG } from './support/long-test.ts';

const RUNS = LONG ? 200 : 12;
const options = { rules, declared: {}, isOpen: () => true };

/** The bad examples of rules that can be mended, each in a folder of its own. */
const examples = rules.flatMap(({ rule }) => (rule !== undefined && rule.id in MENDS ? [rule] : []));

const MODE = 0o640;
const comment = fc.stringMatching(/^[a-z ]{1,20}$/).map(text => `# ${text}`);

/** A project of some of them, changed in ways that change nothing of what is wrong. */
const projects = fc
  .array(
    fc.record({
      rule: fc.constantFrom(...examples),
      before: fc.array(comment, { maxLength: 2 }),
      dos: fc.boolean(),
      after: fc.constantFrom('', '\n', '\n\n# end\n'),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map(parts =>
    Object.fromEntries(
      parts.flatMap(({ rule, before, dos, after }, index) =>
        Object.entries(rule.bad).map(([path, given]) => {
          const { text = '' } = typeof given === 'string' ? { text: given } : given;
          const isScript = text.startsWith('#!');
          const whole = `${isScript ? '' : before.map(line => `${line}\n`).join('')}${text}${after}`;
          return [`p${index}/${path}`, dos && !isScript ? whole.replaceAll('\n', '\r\n') : whole];
        }),
      ),
    ),
  );

/** How many lines of a text are no longer there. */
const removed = (before: string, after: string): number =>
  diffLines(before, after).reduce((sum, part) => sum + (part.removed ? (part.count ?? 0) : 0), 0);

test(`${RUNS} projects: mended once is mended twice, other lines stay, and undone each byte is as it was`, async () => {
  await fc.assert(
    fc.asyncProperty(projects, async files => {
      const before = await projectOf(files);
      const { project, mended } = await mendProject(before, options);
      expect((await mendProject(project, options)).mended).toEqual([]);
      const changed = mendedFiles(before, project);
      for (const { path, before: old, after } of changed) {
        if (old === undefined) continue;
        const own = mended.filter(({ spot }) => spot.file === path);
        expect(own.length).toBeGreaterThan(0);
        expect(removed(old, after)).toBeLessThanOrEqual(own.length);
        if (old.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
      }

      const folder = await mkdtemp(join(tmpdir(), 'failsafe-mend-'));
      try {
        for (const [path, text] of Object.entries(files)) {
          await mkdir(dirname(join(folder, path)), { recursive: true });
          await writeFile(join(folder, path), text, { mode: MODE });
        }
        if (changed.length === 0) return;
        await writeMended(folder, changed);
        for (const { path, after } of changed) expect(await readFile(join(folder, path), 'utf8')).toBe(after);
        await undoMended(folder);
        const made = changed.filter(file => file.before === undefined);
        for (const { path } of made) await expect(stat(join(folder, path))).rejects.toThrow(/ENOENT/);
        for (const [path, text] of Object.entries(files)) {
          expect(await readFile(join(folder, path), 'utf8')).toBe(text);
          expect((await stat(join(folder, path))).mode & 0o777).toBe(MODE);
        }
      } finally {
        await rm(folder, { recursive: true });
      }
    }),
    { numRuns: RUNS, seed: 6 },
  );
});
