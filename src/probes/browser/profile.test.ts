import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProfile } from './profile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'failsafe-profile-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('is an empty folder, and gone with all that was put into it', async () => {
  const profile = createProfile(folder);
  expect(readdirSync(profile.path)).toEqual([]);
  mkdirSync(join(profile.path, 'Default'));
  writeFileSync(join(profile.path, 'Default', 'Cookies'), 'x');
  await profile.remove();
  expect(readdirSync(folder)).toEqual([]);
});

test('does not outlive a process that ends without removing it', () => {
  const module = new URL('./profile.ts', import.meta.url).href;
  const script = `const { createProfile } = await import(${JSON.stringify(module)});
    process.stdout.write(createProfile(${JSON.stringify(folder)}).path);
    process.exit(0);`;
  const path = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(path).toContain(folder);
  expect(existsSync(path)).toBe(false);
});

test('does not outlive a process that is killed', async () => {
  const module = new URL('./profile.ts', import.meta.url).href;
  const script = `const { createProfile } = await import(${JSON.stringify(module)});
    process.stdout.write(createProfile(${JSON.stringify(folder)}).path);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  const [path] = await once(child.stdout, 'data');
  expect(existsSync(String(path))).toBe(true);
  child.kill('SIGKILL');
  await vi.waitUntil(() => !existsSync(String(path)), { timeout: 20_000 });
});

test('removes what killed processes left, and nothing else', async () => {
  const ended = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
  const left = `failsafe-browser-${ended}-abc`;
  const others = [`failsafe-browser-${process.pid}-abc`, 'failsafe-browser-', `other-${ended}-abc`];
  for (const name of [left, ...others]) mkdirSync(join(folder, name));
  await createProfile(folder).remove();
  expect(readdirSync(folder).toSorted()).toEqual(others.toSorted());
});
