import { expect } from 'vitest';
import { servePage } from '../src/monitor/page/serve-page.ts';
import { browserTest, inBrowser } from './support/browser.ts';
import { expectEachLook, picture } from './support/each-look.ts';
import { pageStory } from './support/page-story.ts';

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

        await expectEachLook(tab, 'status');
      });
    } finally {
      await page.close();
    }
  },
);
