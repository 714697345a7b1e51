import { expect } from 'vitest';
import { reduce } from '../src/monitor/machine/reduce.ts';
import { emptyState } from '../src/monitor/machine/state.ts';
import { setupOf } from '../src/monitor/machine/testing/small-setup.ts';
import { overviewOf } from '../src/monitor/page/overview.ts';
import { servePage } from '../src/monitor/page/serve-page.ts';
import { browserTest, inBrowser } from './support/browser.ts';

browserTest('the status page shows the root cause, live, on a phone, in the dark', async () => {
  const setup = setupOf();
  const cause = { seenBy: 'db', code: 'EXIT_KILLED', message: 'ended <b id="forged">by force</b>' };
  const sightings = { db: { is: 'down', cause }, api: { is: 'blocked', by: 'db', cause } } as const;
  let state = emptyState('page');
  const now = Date.now();
  const page = await servePage({ host: '127.0.0.1', port: 0 }, () =>
    overviewOf(setup, state, 'compose', now),
  );
  try {
    await inBrowser(async tab => {
      await tab.setViewportSize({ width: 360, height: 640 });
      await tab.emulateMedia({ colorScheme: 'dark' });
      await tab.goto(page.url);
      await tab.getByText('no alert fires').waitFor();
      for (let look = 0; look < 4; look++)
        state = reduce(setup, state, { type: 'seen', sightings }, now + look * 10_000).state;
      page.changed();
      await tab.getByText('unhealthy', { exact: true }).waitFor();
      expect(await tab.locator('#services li.root').innerText()).toMatch(/db.*root cause/);
      expect(await tab.locator('#services').innerText()).toContain('because of db');
      expect(await tab.locator('#forged').count()).toBe(0);
      expect(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });
  } finally {
    await page.close();
  }
});
