import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { execa } from 'execa';
import { freePort } from '../../fixtures/embedded-app/testing/free-port.ts';
import { ROOT } from '../harness/paths.ts';

const FIXTURE = join(ROOT, 'fixtures/testdriven-app');

/** The reference application by docker compose, under a project name of its own, with its failsafe.yaml. */
export interface ComposeStack extends AsyncDisposable {
  /** The folder in which `failsafe` finds it. */
  readonly folder: string;
  readonly project: string;
  /** What the compose file and failsafe.yaml need. */
  readonly env: Readonly<Record<string, string>>;
}

/** Writes the failsafe.yaml of this checkout into a folder, for a project of another name. */
export function writeReference(folder: string, project: string): void {
  const text = readFileSync(join(ROOT, 'failsafe.yaml'), 'utf8');
  writeFileSync(join(folder, 'failsafe.yaml'), text.replace(/^stack:$/m, `stack:\n  project: ${project}`));
  symlinkSync(join(ROOT, 'fixtures'), join(folder, 'fixtures'));
}

/** What its compose file needs, with ports of its own. */
export async function referenceEnvironment(): Promise<Record<string, string>> {
  const env = parseEnv(readFileSync(join(FIXTURE, 'disposable.env'), 'utf8')) as Record<string, string>;
  for (const name of ['DB_PORT', 'USERS_PORT', 'CLIENT_PORT', 'WEB_PORT'])
    env[name] = String(await freePort());
  return env;
}

/** Says that a case is left out, where no engine with compose answers. */
export async function lacksCompose(): Promise<boolean> {
  const { failed } = await execa('docker', ['compose', 'ls', '-q'], { reject: false });
  if (failed) console.log('  left out: no Docker engine with compose answers');
  return failed;
}

/** Brings it up, with data to look at; what was started ends with its disposal. */
export async function startCompose(folder: string): Promise<ComposeStack> {
  const project = `bench-stack-${process.pid}`;
  writeReference(folder, project);
  const env: Record<string, string> = {
    ...(await referenceEnvironment()),
    APP_TAG: project,
  };
  const file = join(FIXTURE, 'docker-compose.yml');
  const compose = (...args: string[]) =>
    execa('docker', ['compose', '-p', project, '-f', file, ...args], { env, stdin: 'ignore' });
  const end = () => compose('down', '-v', '-t', '1', '--rmi', 'all');
  try {
    await compose('up', '-d', '--wait');
    await compose('exec', '-T', 'users', 'python', 'manage.py', 'seed_db');
  } catch (error) {
    await end();
    throw error;
  }
  return { folder, project, env, [Symbol.asyncDispose]: async () => void (await end()) };
}
