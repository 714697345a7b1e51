import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from './deployment.ts';
import { BASE_IMAGE } from './engine.ts';

/** What a command printed, and how it ended. */
export interface Said {
  readonly exitCode?: number;
  readonly text: string;
}

/** A deployment with the scripts of the document in it, as a user has them. */
export interface DocumentApp extends AsyncDisposable {
  readonly folder: string;
  readonly project: string;
  /** Types a line at a terminal in the folder, and then this. */
  type(line: string, answer?: string): Promise<Said>;
  /** Runs a line where no terminal is, as CI does. */
  run(line: string): Promise<Said>;
}

const GIT = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];

async function open(fill: (folder: string, project: string) => Promise<void>): Promise<DocumentApp> {
  const folder = await mkdtemp(join(tmpdir(), 'failsafe-document-'));
  const project = `document-${randomBytes(4).toString('hex')}`;
  await cp(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  for (const [name, path] of [
    ['failsafe', join(ROOT, 'bin/failsafe.js')],
    ['node', process.execPath],
  ] as const)
    await symlink(path, join(folder, 'node_modules/.bin', name));
  await writeFile(join(folder, '.gitignore'), '.env\nnode_modules\nlogs\n');
  await fill(folder, project);
  await execa('git', ['init', '-q', '-b', 'main'], { cwd: folder });
  await execa('git', ['add', '.'], { cwd: folder });
  await execa('git', [...GIT, 'commit', '-qm', 'begin'], { cwd: folder });
  const options = { cwd: folder, reject: false, all: true } as const;
  const said = ({ exitCode, all }: { exitCode?: number; all: string }): Said => ({ exitCode, text: all });
  return {
    folder,
    project,
    // `script` gives a command a terminal, whose keyboard is its standard input
    type: async (line, answer = '') =>
      said(
        await execa('script', ['-qec', line, '/dev/null'], {
          ...options,
          input: answer === '' ? '' : `${answer}\n`,
        }),
      ),
    run: async line => said(await execa('bash', ['-c', line], { ...options, stdin: 'ignore' })),
    async [Symbol.asyncDispose]() {
      await execa('sh', ['-c', './scripts/continuous-monitor.sh stop'], options);
      await execa('docker', ['compose', 'down', '-v', '-t', '1'], options);
      const ours = [`--filter=reference=*:${project}`, `--filter=reference=failsafe/${project}/*`];
      const names = ['images', '--format', '{{.Repository}}:{{.Tag}}', ...ours];
      const { stdout } = await execa('docker', names, options);
      if (stdout !== '') await execa('docker', ['rmi', ...stdout.split('\n')], options);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One service that does nothing. */
export const smallDocumentApp = (): Promise<DocumentApp> =>
  open(async (folder, project) => {
    const compose = `services:\n  web:\n    image: ${BASE_IMAGE}\n    command: sleep infinity\n    init: true\n`;
    const stack = '{ runtime: compose, compose: docker-compose.yml, env: .env }';
    await writeFile(join(folder, 'docker-compose.yml'), compose);
    await writeFile(join(folder, '.env'), `COMPOSE_PROJECT_NAME=${project}\n`);
    await writeFile(join(folder, 'failsafe.yaml'), `version: 1\nproject: shop\nstack: ${stack}\n`);
  });

const REFERENCE = join(ROOT, 'fixtures/testdriven-app');

/** The reference application, with the checks of the bundled failsafe.yaml. */
export const referenceDocumentApp = (): Promise<DocumentApp> =>
  open(async (folder, project) => {
    await cp(REFERENCE, folder, { recursive: true, filter: source => !source.endsWith('.gitignore') });
    await cp(join(ROOT, 'fixtures/schemas'), join(folder, 'schemas'), { recursive: true });
    const yaml = await readFile(join(ROOT, 'failsafe.yaml'), 'utf8');
    await writeFile(
      join(folder, 'failsafe.yaml'),
      yaml
        .replace('runtime: processes', 'runtime: compose')
        .replace('fixtures/testdriven-app/disposable.env', '.env')
        .replaceAll('fixtures/schemas', 'schemas')
        .replaceAll('fixtures/testdriven-app/', '')
        .replaceAll('folder: fixtures/testdriven-app', 'folder: .')
        .replace(/^ {4}users-db:\n(?: {6}.*\n)+/m, '')
        .replace(/^ {2}processes:\n(?: {4}.*\n)+/m, '')
        .replace(/^(?:precommit|prove):\n(?: {2}.*\n?)+/gm, ''),
    );
    const ports = ['WEB_PORT', 'USERS_PORT', 'CLIENT_PORT', 'DB_PORT'].map(name => `${name}=0`);
    const lines = [`COMPOSE_PROJECT_NAME=${project}`, `APP_TAG=${project}`, ...ports];
    await writeFile(join(folder, '.env'), `${lines.join('\n')}\n`);
  });
