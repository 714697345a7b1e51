import type { Page } from 'playwright-core';
import { findBrowser } from '../probes/browser/find-browser.ts';
import { browserFlags } from '../probes/browser/flags.ts';
import { withBrowser } from '../probes/browser/with-browser.ts';
import { resolveWeb } from '../probes/web-address.ts';
import { declared } from './declared.ts';
import { loaded, stack } from './deployment.ts';
import { type Held, hold } from './hold.ts';

const TIMEOUT_MS = 60_000;

/**
 * Opens the start page of a web target in a real browser with an empty profile; undefined where there is no browser.
 *
 * @param name its name under `targets`; not needed when there is only one
 * @throws ProblemError SPEC_UNKNOWN_TARGET
 * @throws ProbeError when its service has no address, or the browser does not start
 */
export async function holdPage(
  name: string | undefined,
  signal: AbortSignal,
): Promise<Held<Page> | undefined> {
  const target = declared(loaded.webTargets, name);
  const executable = findBrowser();
  if (executable === undefined) return undefined;
  const address = await resolveWeb(target, { stack, signal });
  const flags = await browserFlags(address, signal);
  return hold(use =>
    withBrowser({ executable, flags }, { signal, timeoutMs: TIMEOUT_MS }, async context => {
      const page = await context.newPage();
      await page.goto(`${address.origin}${target.basePath}/`);
      await use(page);
    }),
  );
}
