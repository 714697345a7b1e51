import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

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
export async function picture(tab: Page, name: string): Promise<void> {
  const folder = process.env.FAILSAFE_PICTURES;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await tab.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Expects a page to have no barriers and nothing that sticks out: light, dark, on a phone. */
export async function expectEachLook(tab: Page, page: string): Promise<void> {
  // The page's own policy lets nothing in: axe comes by the way of the debugger.
  const session = await tab.context().newCDPSession(tab);
  for (const { name, colorScheme, width, height } of LOOKS) {
    await tab.emulateMedia({ colorScheme });
    await tab.setViewportSize({ width, height });
    await session.send('Runtime.evaluate', { expression: axe.source });
    expect(await barriers(tab), name).toEqual([]);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(true);
    await picture(tab, `${page}-${name}`);
  }
}
