import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { servePage } from '../src/monitor/page/serve-page.ts';
import { browserTest, inBrowser } from './support/browser.ts';
import { pageStory } from './support/page-story.ts';

const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1200, height: 900 },
  { name: 'dark', colorScheme: 'dark', width: 1200, height: 900 },
  { name: 'phone', colorScheme: 'light', width: 360, height: 740 },
  { name: 'phone-dark', colorScheme: 'dark', width: 360, height: 740 },
] as const;

/** What axe has against the page as it is; its rules for whole pages as well. */
async function barriers(tab: Page): Promise<string[]> {
  const { violations } = await tab.evaluate(async () =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Pictures for people who change the page: FAILSAFE_PICTURES names the folder. */
async function picture(tab: Page, name: string): Promise<void> {
  const folder = process.env.FAILSAFE_PICTURES;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await tab.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

browserTest(
  'the status page follows, marks the root cause, and has no barriers: light, dark, on a phone',
  async () => {
    const { quiet, broken, told } = pageStory();
    let shown = quiet;
    const page = await servePage(
      { host: '127.0.0.1', port: 0 },
      () => shown,
      () => told,
    );
    try {
      await inBrowser(async tab => {
        await tab.goto(page.url);
        await tab.getByText('no alert fires').waitFor();
        await tab.getByText('healed by restart client').waitFor();
        expect(await tab.locator('#graph svg').getAttribute('aria-label')).toContain('root cause: none');
        await picture(tab, 'quiet');

        shown = broken;
        page.changed();
        await tab.getByText('unhealthy', { exact: true }).waitFor();
        expect(await tab.locator('#services li.root').innerText()).toMatch(/users-db\s+.*root cause/);
        expect(await tab.locator('#services').innerText()).toContain('because of users-db');
        expect(await tab.locator('#graph .box-root').count()).toBe(1);
        expect(await tab.locator('#graph .edge-bad').count()).toBe(2);
        expect(await tab.locator('#graph svg').getAttribute('aria-label')).toContain('root cause: users-db');
        expect(await tab.locator('#alerts .timeline').innerText()).toMatch(
          /confirmed[\s\S]*restart users-db/,
        );
        expect(await tab.locator('#plots svg .plot-line').count()).toBeGreaterThan(3);
        expect(await tab.locator('#plots').innerText()).toContain('slower than last week');
        expect(await tab.locator('#forged').count()).toBe(0);

        // The page's own policy lets nothing in: axe comes by the way of the debugger.
        const session = await tab.context().newCDPSession(tab);
        for (const { name, colorScheme, width, height } of LOOKS) {
          await tab.emulateMedia({ colorScheme });
          await tab.setViewportSize({ width, height });
          await session.send('Runtime.evaluate', { expression: axe.source });
          expect(await barriers(tab), name).toEqual([]);
          expect(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(
            true,
          );
          await picture(tab, name);
        }
      });
    } finally {
      await page.close();
    }
  },
);
