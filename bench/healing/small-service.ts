import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { type HealthWord, hearHealth } from '../../tools/healing/compose/hear-health.ts';

/** A service by docker compose that is well as long as a file is there; its start writes the file. */
export interface SmallService extends AsyncDisposable {
  readonly project: string;
  readonly folder: string;
  /** All that the engine has said of it. */
  readonly words: readonly HealthWord[];
  /** Makes it unhealthy; it goes on running. */
  harm(): Promise<void>;
}

const compose = (project: string) => ({
  services: {
    app: {
      image: 'debian:bookworm-slim',
      command: ['sh', '-c', 'touch /tmp/well; exec sleep infinity'],
      init: true,
      pull_policy: 'missing',
      restart: 'unless-stopped',
      labels: { autoheal: project },
      healthcheck: { test: ['CMD', 'test', '-e', '/tmp/well'], interval: '1s', timeout: '3s', retries: 3 },
    },
  },
});

const config = (project: string) => ({
  version: 1,
  project,
  stack: { runtime: 'compose', compose: 'docker-compose.yml', project },
  monitor: { interval: '5s' },
});

/** Brings it up in a folder. */
export async function startSmallService(project: string, folder: string): Promise<SmallService> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'docker-compose.yml'), JSON.stringify(compose(project)));
  writeFileSync(join(folder, 'failsafe.yaml'), JSON.stringify(config(project)));
  const run = (...args: string[]) => execa('docker', ['compose', '-p', project, ...args], { cwd: folder });
  const ending = new AbortController();
  const end = async () => void (await run('down', '-v', '-t', '0'));
  try {
    await run('up', '-d', '--wait');
    const words = await hearHealth(project, ending.signal);
    return {
      project,
      folder,
      words,
      harm: async () => void (await run('exec', '-T', 'app', 'rm', '/tmp/well')),
      async [Symbol.asyncDispose]() {
        ending.abort();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
