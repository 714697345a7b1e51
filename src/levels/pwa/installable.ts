import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onApp } from './app.ts';
import { installProblems } from './install-rules.ts';

/** Whether a browser would offer to install the app, by what it declares. */
export const check = defineCheck({
  id: 'pwa.installable',
  level: 'pwa',
  severity: 'error',
  title: 'The app can be installed',
  why: 'When one of the rules is broken the browser silently stops offering the installation.',
  source: "Chromium's InstallableEvaluator",
  probe: 'pwa',
  codes: {
    INSECURE_ORIGIN: {
      title: 'The origin is not secure',
      cause: 'The page is served over plain HTTP from another machine.',
      fix: 'Serve the page over HTTPS.',
    },
    START_URL_INVALID: {
      title: 'The manifest has no valid start_url',
      cause: 'start_url is missing, is no URL, or points to another origin.',
      fix: 'Set "start_url": "/" in the manifest.',
    },
    NAME_MISSING: {
      title: 'The manifest has no name',
      cause: 'Both name and short_name are missing or empty.',
      fix: 'Set "name" and "short_name" in the manifest.',
    },
    DISPLAY_NOT_INSTALLABLE: {
      title: 'The display mode is that of a website',
      cause: 'display is missing or "browser", or display_override begins with such a mode.',
      fix: 'Set "display": "standalone" in the manifest.',
    },
    ICON_NOT_SUITABLE: {
      title: 'No icon is good enough',
      cause: 'The icons are too small, declare no sizes, have another format, or are all maskable only.',
      fix: 'Add an icon: { "src": "/icon-192.png", "sizes": "192x192", "type": "image/png" }.',
    },
  },
  instances: loaded => onApp(loaded, ['manifest-json']),
  evaluate(seen) {
    const problems = installProblems(seen);
    const [first] = problems;
    if (first === undefined) return pass('every rule for an installation is kept');
    const more = problems.length - 1;
    const message = more === 0 ? first.message : `${first.message}, and ${more} more of the rules are broken`;
    return fail(first.code, message, { evidence: { broken: problems.map(problem => problem.message) } });
  },
});
