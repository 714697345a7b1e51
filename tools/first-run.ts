/**
 * Goes the way of a new user, as a machine, and says how long each step took: from an empty folder with a compose application
 * and the packed tarball to a gate in CI that is green, and red when a service is stopped.
 *
 *   node tools/first-run.ts [--node VERSION] [PROJECT]
 *
 * VERSION: of the npm package with Node for this platform, such as 22; default: the Node of this process. PROJECT: a folder with a compose
 * file; default: fixtures/projects/flask-nginx. Exit code 1 when a step does not come out as it should.
 */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { parse } from 'yaml';
import { formatDuration } from '../src/config/units.ts';

const ROOT = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  options: { node: { type: 'string' } },
  allowPositionals: true,
});
const [project = 'fixtures/projects/flask-nginx'] = positionals;

const home = await mkdtemp(join(tmpdir(), 'failsafe-first-run-'));
const folder = join(home, 'shop');
const stack = `first-run-${randomBytes(3).toString('hex')}`;
const env: NodeJS.ProcessEnv = {
  ...process.env,
  COMPOSE_PROJECT_NAME: stack,
  FAILSAFE_CONFIG: undefined,
  FAILSAFE_RUNTIME: undefined,
  GITHUB_OUTPUT: join(home, 'output'),
  GITHUB_STEP_SUMMARY: join(home, 'summary.md'),
};

/** Ctrl-C ends the step that runs; what was made is removed in any case. */
const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());

let totalMs = 0;
let failed = false;

/** Runs one step; what goes wrong is shown in full. */
async function step(
  name: string,
  file: string,
  args: readonly string[],
  wanted = 0,
  cwd = folder,
): Promise<void> {
  if (failed) return;
  const startedAt = Date.now();
  const options = { cwd, env, all: true, reject: false, stdin: 'ignore', cancelSignal: over.signal } as const;
  const { exitCode, all } = await execa(file, args, options);
  const tookMs = Date.now() - startedAt;
  totalMs += tookMs;
  failed = exitCode !== wanted;
  const mark = failed ? '✗' : '✓';
  process.stdout.write(` ${mark} ${formatDuration(tookMs).padStart(8)}  ${name}\n`);
  if (failed)
    process.stdout.write(`\n${file} ${args.join(' ')}: exit code ${exitCode}, not ${wanted}\n${all}\n`);
}

/** A Node of another version, first on the PATH. */
async function otherNode(version: string): Promise<void> {
  const platform = `node-${process.platform}-${process.arch}`;
  await execa('npm', ['install', '--prefix', home, '--no-save', `${platform}@${version}`], { env });
  const bin = join(home, 'bin');
  await cp(join(home, 'node_modules', platform, 'bin'), bin, { recursive: true });
  const npm = (await execa('npm', ['root', '-g'])).stdout.trim();
  for (const name of ['npm', 'npx']) {
    await symlink(join(npm, `npm/bin/${name}-cli.js`), join(bin, name));
  }
  env.PATH = [bin, process.env.PATH].join(delimiter);
}

/** What the action runs, as a file that GitHub would give to bash. */
async function actionScript(): Promise<string> {
  const { runs } = parse(await readFile(join(ROOT, 'action.yml'), 'utf8'));
  const check = runs.steps.find(({ id }: { id?: string }) => id === 'check');
  const script = join(home, 'check.sh');
  await writeFile(script, check.run);
  return script;
}

try {
  const packed = await execa('npm', ['pack', '--silent', '--pack-destination', home], { cwd: ROOT });
  const tarball = join(home, packed.stdout.trim().split('\n').at(-1) ?? '');
  if (values.node !== undefined) await otherNode(values.node);
  await cp(join(ROOT, project), folder, { recursive: true });
  const { stdout: version } = await execa('node', ['--version'], { env, cwd: folder });
  process.stdout.write(` ${project}, Node ${version}\n\n`);
  const gate = ['--noprofile', '--norc', '-e', '-o', 'pipefail', await actionScript()];
  env.REPORTS = 'failsafe-reports';
  env.RUNTIME = 'compose';

  await step('the application runs: docker compose up', 'docker', [
    'compose',
    'up',
    '-d',
    '--build',
    '--wait',
  ]);
  const began = totalMs;
  await step('npm init', 'npm', ['init', '-y']);
  await step('npm install failsafe', 'npm', ['install', '--save-dev', '--no-audit', '--no-fund', tarball]);
  await step('failsafe init --yes', 'npx', ['--no-install', 'failsafe', 'init', '--yes']);
  await step('failsafe check', 'npx', ['--no-install', 'failsafe', 'check']);
  await step('the gate of the action is green', 'bash', gate);
  const { stdout: services } = await execa('docker', ['compose', 'config', '--services'], {
    cwd: folder,
    env,
  });
  const [service = ''] = services.split('\n').toSorted();
  await step(`somebody stops ${service}`, 'docker', ['compose', 'stop', '-t', '1', service]);
  await step('the gate of the action is red', 'bash', gate, 1);
  process.stdout.write(`\n ${formatDuration(totalMs - began)} without the application itself\n`);
} finally {
  await execa('docker', ['compose', 'down', '-v', '--rmi', 'local', '-t', '0'], {
    cwd: folder,
    env,
    reject: false,
  });
  await rm(home, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
