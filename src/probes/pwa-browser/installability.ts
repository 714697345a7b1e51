import type { CDPSession } from 'playwright-core';
import type { InstallabilityError } from '../../model/observations/pwa-browser.ts';

/** What Chromium makes of the manifest. */
export interface Installability {
  readonly errors: readonly InstallabilityError[];
  readonly manifestErrors: readonly string[];
  /** Undefined without a manifest that can be read. */
  readonly startUrl?: string;
}

/** Asks Chromium whether it would offer to install the page. */
export async function observeInstallability(session: CDPSession): Promise<Installability> {
  const [{ installabilityErrors }, manifest] = await Promise.all([
    session.send('Page.getInstallabilityErrors'),
    session.send('Page.getAppManifest'),
  ]);
  const readable = manifest.url !== '' && !manifest.errors.some(({ critical }) => critical !== 0);
  return {
    errors: installabilityErrors.map(({ errorId, errorArguments }) => ({
      id: errorId,
      details: errorArguments.map(({ name, value }) => `${name}: ${value}`),
    })),
    manifestErrors: manifest.errors.map(({ message }) => message),
    startUrl: readable ? manifest.manifest.startUrl : undefined,
  };
}
