import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { browserCandidates, findBrowser, noBrowserReason } from './find-browser.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'failsafe-find-browser-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
}

test('finds what the PATH has, Chrome before Chromium', () => {
  const chromium = program('chromium');
  const missing = join(folder, 'missing');
  expect(findBrowser({ PATH: `${missing}:${folder}` }, 'linux')).toBe(chromium);
  const chrome = program('google-chrome');
  expect(findBrowser({ PATH: folder }, 'linux')).toBe(chrome);
});

test('what cannot be run is no browser', () => {
  program('google-chrome', 0o644);
  mkdirSync(join(folder, 'chromium'));
  const edge = program('microsoft-edge');
  expect(findBrowser({ PATH: folder }, 'linux')).toBe(edge);
});

test.each(['FAILSAFE_BROWSER', 'CHROME_PATH'])('%s goes before the PATH', variable => {
  program('chromium');
  const own = program('my-browser');
  expect(findBrowser({ PATH: folder, [variable]: own }, 'linux')).toBe(own);
  expect(findBrowser({ PATH: folder, [variable]: '' }, 'linux')).toBe(join(folder, 'chromium'));
});

test('a variable that names nothing is an error, not a skip', () => {
  program('chromium');
  const look = () => findBrowser({ PATH: folder, FAILSAFE_BROWSER: '/nowhere/chrome' }, 'linux');
  expect(look).toThrow(expect.objectContaining({ kind: 'observer', code: 'BROWSER_NOT_EXECUTABLE' }));
  expect(look).toThrow('FAILSAFE_BROWSER is /nowhere/chrome');
});

test('knows where macOS and Windows have browsers', () => {
  expect(browserCandidates('darwin', { HOME: '/Users/me', PATH: '/usr/local/bin' })).toEqual(
    expect.arrayContaining([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Users/me/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/usr/local/bin/chromium',
    ]),
  );
  const windows = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };
  expect(browserCandidates('win32', windows)).toEqual(
    expect.arrayContaining([
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ]),
  );
});

test.each([
  ['linux', 'apt-get install chromium'],
  ['darwin', 'brew install --cask google-chrome'],
  ['win32', 'winget install Google.Chrome'],
] as const)('on %s the reason has the line that mends it', (platform, line) => {
  expect(noBrowserReason(platform)).toContain(line);
});
