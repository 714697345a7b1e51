import { expect, test } from 'vitest';
import type { Pwa } from '../../config/schema/pwa.ts';
import { loadedWith } from '../containers/testing.ts';
import { check as installable } from './browser-installable.ts';
import { check as linked } from './manifest-linked.ts';
import { check as offline } from './offline.ts';
import { check as startOffline } from './start-url-offline.ts';
import { check as activates } from './worker-activates.ts';
import { check as script } from './worker-script.ts';

const target = { name: 'web', endpoint: { host: 'a.test', port: 80 }, tls: false, basePath: '' };
const loaded = (pwa?: Partial<Pwa>) =>
  loadedWith({ pwa: pwa && { target: 'web', ...pwa } }, { webTargets: { web: target } });

test('nothing is looked at without a web app in failsafe.yaml', () => {
  for (const { instances } of [linked, script, installable, offline]) expect(instances(loaded())).toEqual([]);
});

test('the first page is / and twenty seconds are allowed, unless failsafe.yaml says otherwise', () => {
  expect(linked.instances(loaded({}))).toMatchObject([
    { subject: 'web', params: { path: '/' }, timeoutMs: 20_000, needs: ['pwa.page:web'] },
  ]);
  expect(linked.instances(loaded({ path: '/app', timeout: 500, tags: ['smoke'] }))).toMatchObject([
    { params: { path: '/app' }, timeoutMs: 500, tags: ['smoke'] },
  ]);
});

test('the script of the worker is asked for only where failsafe.yaml names it', () => {
  expect(script.instances(loaded({}))).toEqual([]);
  expect(script.instances(loaded({ serviceWorker: '/sw.js' }))).toMatchObject([
    { params: { serviceWorker: '/sw.js' } },
  ]);
  const excuses = (pwa: Partial<Pwa>) => activates.instances(loaded(pwa))[0]?.excusedBy;
  expect(excuses({})).not.toContain('pwa.worker-script:web');
  expect(excuses({ serviceWorker: '/sw.js' })).toContain('pwa.worker-script:web');
});

test('a worker is expected where a script or an offline path is declared', () => {
  const expected = (pwa: Partial<Pwa>) => activates.instances(loaded(pwa))[0]?.expectation;
  expect(expected({})).toEqual({ workerExpected: false });
  expect(expected({ serviceWorker: '/sw.js' })).toEqual({ workerExpected: true });
  expect(expected({ offline: ['/'] })).toEqual({ workerExpected: true });
});

test('each offline path is a check of its own', () => {
  expect(offline.instances(loaded({ offline: ['/', '/a'], offlineShows: '#app' }))).toMatchObject([
    { subject: 'web/', expectation: { path: '/', deep: false, selector: '#app' } },
    {
      subject: 'web/a',
      expectation: { path: '/a', deep: true },
      excusedBy: ['pwa.paths:web/a', 'pwa.worker-activates:web', 'pwa.content:web', 'pwa.offline:web/'],
    },
  ]);
  expect(startOffline.instances(loaded({}))).toEqual([]);
  expect(startOffline.instances(loaded({ offline: ['/'] }))).toHaveLength(1);
});

test('all checks with a browser share one look', () => {
  const app = loaded({ offline: ['/', '/a'], serviceWorker: '/sw.js' });
  const looks = [installable, activates, offline, startOffline].flatMap(({ instances }) =>
    instances(app).map(({ params }) => JSON.stringify(params)),
  );
  expect(looks.length).toBe(5);
  expect(new Set(looks).size).toBe(1);
});
