import { execa } from 'execa';
import { expect, test } from 'vitest';

/** What a process has loaded once it has loaded these, of libraries and of Node itself. */
async function loadedBy(...files: readonly string[]): Promise<string> {
  const imports = files.map(file => `await import(${JSON.stringify(new URL(file, import.meta.url).href)});`);
  const show =
    'console.log([...Object.keys(process.getBuiltinModule("module")._cache), ...process.moduleLoadList].join("\\n")); process.exit();';
  const { stdout } = await execa(process.execPath, [
    '--input-type=module',
    '--eval',
    [...imports, show].join('\n'),
  ]);
  return stdout;
}

test.each([
  ['the monitor', ['../cli/run-monitor.ts', './open-processes.ts', '../probes/http.ts']],
  ['the supervisor of processes', ['../runtimes/processes/supervisor.ts']],
])('%s loads what it needs', async (_, files) => {
  const loaded = await loadedBy(...files);
  expect(loaded).toContain('NativeModule net');
  expect(loaded).not.toContain('NativeModule internal/deps/undici/undici');
  expect(loaded).not.toMatch(/node_modules\/(?:dockerode|nodemailer|prom-client|pg)\//);
});
