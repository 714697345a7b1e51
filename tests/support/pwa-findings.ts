import { createPlan } from '../../src/engine/plan.ts';
import { checks, loadProbe } from '../../src/engine/registry.generated.ts';
import { createRun } from '../../src/engine/run.ts';
import type { Stack } from '../../src/model/stack.ts';
import { loadedWith } from './small-plan.ts';
import { type Files, serveApp } from './web-app.ts';

/**
 * Serves the small app with some files changed, runs every check of the level, and gives those that are not well:
 * `icons fail ICON_HTML`, `browser-installable < icons` for one that is put down to another.
 */
export async function pwaFindings(changes: Files, browser: boolean): Promise<string[]> {
  await using app = await serveApp(changes);
  const pwa = {
    target: 'web',
    serviceWorker: '/sw.js',
    offline: ['/', '/deep/link'],
    offlineShows: '#app',
    browser,
  };
  const loaded = {
    ...loadedWith(),
    config: { version: 1 as const, project: 'small', pwa },
    webTargets: { web: app.target },
  };
  const plan = createPlan(
    loaded,
    checks.filter(({ level }) => level === 'pwa'),
  );
  const run = createRun({
    plan,
    stack: {} as Stack,
    loadProbe,
    signal: new AbortController().signal,
    redact: { keep: () => undefined, deep: value => value },
  });
  const short = (id = '') =>
    id
      .replace(/^pwa\./, '')
      .replace(':web', ' ')
      .trim();
  const results = await Promise.all(plan.checks.map(({ id }) => run.result(id)));
  return results
    .filter(({ status }) => status !== 'pass' && status !== 'skip')
    .map(({ id, status, code, rootBlocker }) =>
      status === 'blocked' ? `${short(id)} < ${short(rootBlocker)}` : `${short(id)} ${status} ${code}`,
    );
}
