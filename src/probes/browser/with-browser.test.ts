import { readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { expect, test } from 'vitest';
import { browser, browserTest } from '../../../tests/support/browser.ts';
import { errorOf } from '../testing.ts';
import { withBrowser } from './with-browser.ts';

const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const options = { executable: browser ?? '', flags: ['--disable-gpu', ...noSandbox] };
const own = `failsafe-browser-${process.pid}-`;
const profiles = () => readdirSync(tmpdir()).filter(name => name.startsWith(own));

/** Linux and macOS: the lock of a profile points to `<host>-<pid>` of the browser. */
function browserPid(): number {
  const [profile = ''] = profiles();
  return Number(
    readlinkSync(join(tmpdir(), profile, 'SingletonLock'))
      .split('-')
      .at(-1),
  );
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== '';
  } catch {
    // Ended, and not yet reaped
    return false;
  }
}

async function isGone(pid: number): Promise<boolean> {
  for (let count = 0; count < 100 && runs(pid); count++) await sleep(50);
  return !runs(pid);
}

const withSignal = (signal: AbortSignal) => ({ signal, timeoutMs: 30_000 });
const evaluate = async (context: BrowserContext) => (await context.newPage()).evaluate('6 * 7');

browserTest('lends a browser, then closes it and removes its profile', async () => {
  let pid = 0;
  const answer = await withBrowser(options, withSignal(new AbortController().signal), context => {
    pid = browserPid();
    return evaluate(context);
  });
  expect(answer).toBe(42);
  expect(await isGone(pid)).toBe(true);
  expect(profiles()).toEqual([]);
});

browserTest('cleans up when the look throws', async () => {
  const look = withBrowser(options, withSignal(new AbortController().signal), async () => {
    throw new Error('no luck');
  });
  await expect(look).rejects.toThrow('no luck');
  expect(profiles()).toEqual([]);
});

browserTest('kills a browser that hangs when the time is up', async () => {
  const abort = new AbortController();
  let pid = 0;
  const look = withBrowser(options, withSignal(abort.signal), async context => {
    pid = browserPid();
    process.kill(pid, 'SIGSTOP');
    setTimeout(() => abort.abort(), 100);
    return evaluate(context);
  });
  await expect(look).rejects.toThrow();
  expect(await isGone(pid)).toBe(true);
  expect(profiles()).toEqual([]);
});

test('a browser that does not start is no fault of the target', async () => {
  const broken = { executable: '/bin/false', flags: [] };
  const look = withBrowser(broken, withSignal(new AbortController().signal), evaluate);
  expect(await errorOf(look)).toBe('observer BROWSER_NOT_STARTED');
  expect(profiles()).toEqual([]);
});
