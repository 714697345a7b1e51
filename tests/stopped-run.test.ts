import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, expect, test, vi } from 'vitest';
import type { Problem } from '../src/model/problem.ts';
import { ROOT } from './support/deployment.ts';

/** The service says that it began, and is never ready. */
const CONFIG = `
version: 1
project: never-ready
stack:
  runtime: processes
  startTimeout: 5m
  processes:
    web:
      run: [node, -e, 'require("node:fs").writeFileSync("begun", String(process.pid)); setInterval(() => {}, 1000)']
      port: 80
      ready: /
targets:
  web: { service: web, port: 80 }
api:
  target: web
  endpoints: [{ name: home, get: /, expect: { status: 200 } }]
`;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const problemsIn = (file: string): Problem[] => JSON.parse(readFileSync(file, 'utf8')).problems;

test.each([
  ['check', 'SIGTERM', 143, 'report.json'],
  ['check', 'SIGINT', 130, 'report.json'],
  ['prove', 'SIGTERM', 143, 'proof.json'],
] as const)(
  '%s that gets %s while the stack starts ends with %i and says so',
  async (command, signal, code, file) => {
    const folder = mkdtempSync(join(tmpdir(), 'failsafe-stopped-'));
    folders.push(folder);
    writeFileSync(join(folder, 'failsafe.yaml'), CONFIG);
    const child = execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), command, '-o', 'out'], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      env: { FAILSAFE_CONFIG: '', FAILSAFE_RUNTIME: '' },
    });
    await vi.waitUntil(() => existsSync(join(folder, 'begun')), { timeout: 60_000 });
    child.kill(signal);
    const { exitCode, stdout, stderr } = await child;
    expect({ exitCode, stdout, stderr }).toMatchObject({
      exitCode: code,
      stdout: expect.stringContaining(`stopped by ${signal}`),
      stderr: expect.not.stringMatching(/\.ts:\d|Error:/),
    });
    expect(problemsIn(join(folder, 'out', file))).toMatchObject([{ code: 'STOPPED' }]);
    expect(() => process.kill(Number(readFileSync(join(folder, 'begun'), 'utf8')), 0)).toThrow('ESRCH');
    expect(readdirSync(join(folder, '.failsafe/run')).filter(name => !name.startsWith('.'))).toEqual([]);
  },
);
