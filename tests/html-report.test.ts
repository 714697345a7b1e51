import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeReportFiles } from '../reporters/report-files.ts';
import { HISTORY_FILE } from '../reporters/run-history.ts';
import { browserTest, inBrowser } from './support/browser.ts';
import { expectEachLook } from './support/each-look.ts';
import { sampleReport } from './support/sample-report.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'failsafe-html-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a folder remembers fifty runs, and no line that cannot be read', async () => {
  const line = await (async () => {
    await writeReportFiles(folder, sampleReport, false);
    return readFile(join(folder, HISTORY_FILE), 'utf8');
  })();
  await writeFile(join(folder, HISTORY_FILE), `${line.repeat(60)}{"startedAt": "2026-0`);
  await writeReportFiles(folder, sampleReport, false);
  const kept = (await readFile(join(folder, HISTORY_FILE), 'utf8')).trimEnd().split('\n');
  expect(kept.length).toBe(50);
  expect(() => kept.map(text => JSON.parse(text))).not.toThrow();
});

browserTest('the page filters, and its own policy lets its script run and nothing else', async () => {
  await writeReportFiles(folder, sampleReport, false);
  await inBrowser(async tab => {
    await tab.setViewportSize({ width: 360, height: 640 });
    await tab.goto(pathToFileURL(join(folder, 'report.html')).href);
    const rows = () => tab.locator('details.level tbody tr:not([hidden])').count();
    expect(await rows()).toBe(sampleReport.results.length);
    await tab.getByLabel('Status').selectOption('blocked');
    expect(await rows()).toBe(2);
    await tab.getByLabel('Search').fill('api.status');
    expect(await rows()).toBe(1);
    expect(await tab.locator('#found').textContent()).toBe(`1 of ${sampleReport.results.length} checks`);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

/** With code in what is quiet, and what has failed after what has not. */
const withEverything = {
  ...sampleReport,
  results: sampleReport.results
    .map(one => (one.status === 'skip' ? { ...one, message: 'set `mem_limit`, or declare a size' } : one))
    .toReversed(),
};

browserTest('the page has no barriers in any look, and is dark on light on paper', async () => {
  await writeReportFiles(folder, withEverything, false);
  await inBrowser(async tab => {
    await tab.goto(pathToFileURL(join(folder, 'report.html')).href);
    await expectEachLook(tab, 'report');
    const statuses = await tab
      .locator('#level-containers tbody tr')
      .evaluateAll(rows => rows.map(row => row.getAttribute('data-status')));
    expect(statuses).toEqual(['fail', 'warn']);
    await tab.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(
      await tab.evaluate(() => {
        const { color, backgroundColor } = getComputedStyle(document.body);
        return { color, backgroundColor };
      }),
    ).toEqual({ color: 'rgb(29, 33, 37)', backgroundColor: 'rgb(255, 255, 255)' });
  });
});
