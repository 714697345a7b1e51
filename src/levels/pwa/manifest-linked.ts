import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onApp } from './app.ts';

/** Whether a browser finds the manifest at all. */
export const check = defineCheck({
  id: 'pwa.manifest-linked',
  level: 'pwa',
  severity: 'error',
  title: 'The page links its manifest',
  why: 'Without the link the page is an ordinary website: nothing offers to install it.',
  source: 'W3C Web Application Manifest, §3.1',
  probe: 'pwa',
  codes: {
    MANIFEST_NOT_LINKED: {
      title: 'The page links no manifest',
      cause: 'The `<link rel="manifest">` is missing in the HTML that the server sends.',
      fix: 'Add <link rel="manifest" href="/manifest.json"> to the <head>.',
    },
    MANIFEST_LINK_INVALID: {
      title: 'The link to the manifest is no URL',
      cause: 'A placeholder of the build, such as %PUBLIC_URL%, was not replaced.',
      fix: 'Serve the built page, not its template.',
    },
  },
  instances: loaded => onApp(loaded, ['page']),
  evaluate({ page, manifestHref, manifest }) {
    if (manifestHref === undefined) {
      return fail('MANIFEST_NOT_LINKED', `${page.url} has no <link rel="manifest">`);
    }
    if (manifest === undefined) {
      return fail('MANIFEST_LINK_INVALID', `the manifest's address "${manifestHref}" is no URL`);
    }
    return pass(`${page.url} links ${manifestHref}`);
  },
});
