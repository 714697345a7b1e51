import { levelFindings } from './level-findings.ts';
import { type Files, serveApp } from './web-app.ts';

/** Serves the small app with some files changed, and gives what the level finds, with or without a browser. */
export async function pwaFindings(changes: Files, browser: boolean): Promise<string[]> {
  await using app = await serveApp(changes);
  const offline = ['/', '/deep/link'];
  const pwa = { target: 'web', serviceWorker: '/sw.js', offline, offlineShows: '#app', browser };
  return await levelFindings('pwa', app.target, { pwa });
}
