import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { inBrowser } from './app.ts';

type Code =
  | 'BROWSER_INSECURE'
  | 'BROWSER_NO_MANIFEST'
  | 'BROWSER_MANIFEST_UNREADABLE'
  | 'BROWSER_START_URL'
  | 'BROWSER_NAME'
  | 'BROWSER_DISPLAY'
  | 'BROWSER_ICON'
  | 'BROWSER_OTHER';

/** Chromium's names, the cause before what follows from it: a broken manifest also has no name, no icon … */
const CAUSES: readonly (readonly [RegExp, Code])[] = [
  [/^not-from-secure-origin$/, 'BROWSER_INSECURE'],
  [/^no-manifest$/, 'BROWSER_NO_MANIFEST'],
  [/^manifest-(parsing-or-network-error|empty)$/, 'BROWSER_MANIFEST_UNREADABLE'],
  [/^start-url-not-valid$/, 'BROWSER_START_URL'],
  [/^manifest-missing-name/, 'BROWSER_NAME'],
  [/^manifest-display/, 'BROWSER_DISPLAY'],
  [/icon/, 'BROWSER_ICON'],
  [/./, 'BROWSER_OTHER'],
];

/** Whether a real browser offers the installation. */
export const check = defineCheck({
  id: 'pwa.browser-installable',
  level: 'pwa',
  severity: 'error',
  title: 'A browser offers to install the app',
  why: 'It is the browser that decides; this is its own word, with the files that it really got.',
  source: 'Chrome DevTools Protocol: Page.getInstallabilityErrors',
  probe: 'pwa-browser',
  codes: {
    BROWSER_INSECURE: {
      title: 'The browser finds the origin insecure',
      cause: 'The page is served over plain HTTP from another machine.',
      fix: 'Serve the page over HTTPS.',
    },
    BROWSER_NO_MANIFEST: {
      title: 'The browser finds no manifest',
      cause:
        'The page has no link to it, a script removes the link, or the Content-Security-Policy forbids the manifest.',
      fix: 'Keep <link rel="manifest" href="/manifest.json"> in the <head>, and let manifest-src of the policy allow it.',
    },
    BROWSER_MANIFEST_UNREADABLE: {
      title: 'The browser cannot read the manifest',
      cause: 'It is missing, empty or no JSON, or the page may not fetch it.',
      fix: 'Open the manifest in a browser: it must be JSON with the status 200.',
    },
    BROWSER_START_URL: {
      title: 'The browser does not take start_url',
      cause: 'start_url is missing or points to another origin.',
      fix: 'Set "start_url": "/" in the manifest.',
    },
    BROWSER_NAME: {
      title: 'The browser finds no name',
      cause: 'Both name and short_name are missing or empty.',
      fix: 'Set "name" and "short_name" in the manifest.',
    },
    BROWSER_DISPLAY: {
      title: 'The browser does not take the display mode',
      cause: 'display is missing or "browser", or display_override begins with such a mode.',
      fix: 'Set "display": "standalone" in the manifest.',
    },
    BROWSER_ICON: {
      title: 'The browser takes none of the icons',
      cause: 'The icon that it chose is missing, no image, or smaller than it claims.',
      fix: 'Serve an icon of 192x192 pixels as PNG with "sizes": "192x192".',
    },
    BROWSER_OTHER: {
      title: 'The browser does not offer the installation',
      cause: 'Chromium has a reason of its own, which the message names.',
      fix: 'Look it up under the name that the message gives.',
    },
  },
  instances: loaded =>
    inBrowser(loaded, (_, { name, id }) => [
      {
        subject: name,
        expectation: null,
        excusedBy: ['manifest-linked', 'manifest-json', 'installable', 'icons'].map(id),
      },
    ]),
  evaluate(seen) {
    if (seen.browser === 'none') return skip(seen.reason);
    const { installability, manifestErrors, version } = seen;
    for (const [pattern, code] of CAUSES) {
      const error = installability.find(({ id }) => pattern.test(id));
      if (error === undefined) continue;
      const details = [...error.details, ...manifestErrors].join('; ');
      return fail(code, `Chromium ${version} says ${error.id}${details === '' ? '' : ` (${details})`}`, {
        evidence: { errors: installability.map(({ id }) => id), manifest: [...manifestErrors] },
      });
    }
    return pass(`Chromium ${version} offers to install it`);
  },
});
