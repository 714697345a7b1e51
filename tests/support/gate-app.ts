import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa, execaNode } from 'execa';
import type { Report } from '../../src/model/result.ts';
import { ROOT } from './deployment.ts';

const SERVER = `import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
createServer((request, response) => {
  const [status, body] = JSON.parse(readFileSync('answers.json', 'utf8'))[request.url] ?? [404, {}];
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const CONFIG = `version: 1
project: gate
stack:
  runtime: processes
  processes:
    web: { run: node server.js, port: 80, ready: /ready }
targets: { web: { service: web, port: 80 } }
api:
  target: web
  endpoints:
    - { name: health, get: /health, tags: [smoke], expect: { status: 200 } }
    - { name: cart, get: /cart, expect: { status: 200, json: { $.total: { above: 0 } } } }
    - { name: stock, get: /stock, needs: [cart], expect: { status: 200 } }
source: { folder: app }
`;

const spec = (level: string) => `import { verifyEach } from '${join(ROOT, 'src/vitest/index.ts')}';

verifyEach('${level}');
`;

const VITEST = `import { defineConfig } from 'vitest/config';
import { failsafeConfig } from '${join(ROOT, 'src/vitest/config.ts')}';

export default defineConfig(await failsafeConfig());
`;

/** What an endpoint answers. */
export type Answers = Readonly<Record<string, readonly [status: number, body: unknown]>>;

/** As all of it is well. */
export const WELL: Answers = {
  '/ready': [200, {}],
  '/health': [200, {}],
  '/cart': [200, { total: 1 }],
  '/stock': [200, {}],
};

/** A deployment of one process that answers as it is told, its failsafe.yaml, and a spec for each of its levels. */
export interface GateApp extends AsyncDisposable {
  readonly folder: string;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  answer(answers: Answers): Promise<void>;
  failsafe(...args: readonly string[]): Promise<{ exitCode?: number; stdout: string; stderr: string }>;
  vitest(args: readonly string[], env?: Record<string, string>): Promise<{ exitCode?: number; all: string }>;
  /** Runs lines as a step of GitHub does. */
  bash(lines: string, env?: Record<string, string>): Promise<{ exitCode?: number; all: string }>;
  git(...args: readonly string[]): Promise<unknown>;
  /** The last report that the specs have written. */
  report(): Promise<Report>;
}

/** Makes one. */
export async function gateApp(): Promise<GateApp> {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-gate-'));
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  for (const [name, path] of [
    ['vitest', join(ROOT, 'node_modules/vitest')],
    ['.bin/failsafe', join(ROOT, 'bin/failsafe.js')],
    ['.bin/node', process.execPath],
  ] as const)
    await symlink(path, join(folder, 'node_modules', name));
  const env = { FAILSAFE_CONFIG: undefined, FAILSAFE_RUNTIME: undefined, GITHUB_ACTIONS: undefined };
  const app: GateApp = {
    folder,
    async write(path, text) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    },
    read: path => readFile(join(folder, path), 'utf8'),
    answer: answers => app.write('answers.json', JSON.stringify(answers)),
    async failsafe(...args) {
      const done = await execaNode(join(ROOT, 'bin/failsafe.js'), args, { cwd: folder, env, reject: false });
      return { exitCode: done.exitCode, stdout: done.stdout, stderr: done.stderr };
    },
    async vitest(args, more = {}) {
      const program = join(ROOT, 'node_modules/vitest/vitest.mjs');
      const options = { cwd: folder, env: { ...env, ...more }, reject: false, all: true } as const;
      const { exitCode, all } = await execaNode(program, ['run', ...args], options);
      return { exitCode, all };
    },
    async bash(lines, more = {}) {
      const options = {
        cwd: folder,
        env: { ...env, ...more },
        reject: false,
        all: true,
        stdin: 'ignore',
      } as const;
      const shell = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', lines];
      const { exitCode, all } = await execa('bash', shell, options);
      return { exitCode, all };
    },
    git: (...args) => execa('git', args, { cwd: folder }),
    report: async () => JSON.parse(await app.read('.failsafe/reports/report.json')),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
  await app.write('package.json', '{ "type": "module" }\n');
  await app.write('server.js', SERVER);
  await app.write('failsafe.yaml', CONFIG);
  await app.write('vitest.config.ts', VITEST);
  await app.write('app/main.py', 'print("hello")\n');
  for (const level of ['containers', 'connectivity', 'api', 'source'])
    await app.write(`checks/${level}/${level}.spec.ts`, spec(level));
  await app.answer(WELL);
  return app;
}
