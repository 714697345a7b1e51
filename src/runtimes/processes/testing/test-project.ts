import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedConfig } from '../../../config/loaded-config.ts';
import type { ProcessService } from '../../../config/schema/stack.ts';
import { Secret } from '../../../model/secret.ts';

/** A web server that answers on PORT, tells its environment at /env, and does what its arguments say. */
const SERVER = `
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
const [, , mode = 'well', detail] = process.argv;
if (mode === 'exit') { console.log('about to fail'); console.error('cannot find the moon'); process.exit(Number(detail)); }
if (mode === 'taken' && !existsSync(detail)) { writeFileSync(detail, process.env.PORT); console.error('Error: listen EADDRINUSE'); process.exit(1); }
if (mode === 'stubborn') process.on('SIGTERM', () => {});
if (mode === 'children') {
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true });
}
const begun = Date.now();
createServer((request, response) => {
  if (request.url === '/env') return response.end(JSON.stringify(process.env));
  if (request.url === '/begun') return response.end(String(begun));
  if (mode === 'sick') response.statusCode = 503;
  if (mode === 'hang') return detail && setTimeout(() => process.exit(Number(detail)), 200);
  if (mode === 'slow') return setTimeout(() => response.end('ok'), Number(detail));
  response.end('ok');
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening now'));
`;

/** A folder with services, as a user's project would be. */
export interface TestProject {
  readonly root: string;
  /** `node server.mjs MODE DETAIL`; modes are `well`, `exit CODE`, `sick`, `slow MS`, `hang [CODE]` (and ends), `stubborn`, `children`, `taken FILE`. */
  readonly server: string;
  load(services: Record<string, ProcessService>, options?: LoadOptions): LoadedConfig;
  remove(): void;
}

/** What a test may set besides the services. */
export interface LoadOptions {
  readonly startTimeout?: number;
  readonly stackEnvironment?: Record<string, string>;
}

/** A secret that a test declares. */
export const secret = (value: string) => new Secret('TEST_SECRET', value);

/** Builds what the loader would, of these services. */
export function loadedConfig(
  root: string,
  services: Record<string, ProcessService>,
  { startTimeout = 30_000, stackEnvironment = {} }: LoadOptions = {},
): LoadedConfig {
  return {
    config: {
      version: 1,
      project: 'test-project',
      stack: { runtime: 'processes', startTimeout, processes: services },
    },
    file: join(root, 'failsafe.yaml'),
    root,
    runtime: 'processes',
    topology: {
      services: Object.keys(services),
      dependsOn: Object.fromEntries(Object.entries(services).map(([name, { needs = [] }]) => [name, needs])),
    },
    webTargets: {},
    databaseTargets: {},
    protocolTargets: {},
    composeFiles: [],
    stackEnvironment,
    secrets: [],
  };
}

/** Makes a project in a new folder below the one for temporary files. */
export function createTestProject(parent = tmpdir()): TestProject {
  const root = mkdtempSync(join(parent, 'failsafe-test-'));
  writeFileSync(join(root, 'server.mjs'), SERVER);
  return {
    root,
    server: 'node server.mjs',
    load: (services, options) => loadedConfig(root, services, options),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
