import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { execa } from 'execa';

/** A word of the engine about the health of the service. */
export interface Word {
  readonly at: number;
  readonly health: 'healthy' | 'unhealthy';
}

/** A service by docker compose that is well as long as a file is there; its start writes the file. */
export interface SmallService extends AsyncDisposable {
  readonly project: string;
  readonly folder: string;
  /** All that the engine has said of it. */
  readonly words: readonly Word[];
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

async function hear(project: string, words: Word[]): Promise<() => void> {
  const filters = JSON.stringify({
    type: ['container'],
    event: ['health_status'],
    label: [`com.docker.compose.project=${project}`],
  });
  const stream = (await new Docker().getEvents({ filters })) as NodeJS.ReadableStream & { destroy(): void };
  stream.on('data', chunk => {
    for (const line of String(chunk).split('\n').filter(Boolean)) {
      const { Action, timeNano } = JSON.parse(line);
      words.push({ at: timeNano / 1e6, health: Action.replace('health_status: ', '') });
    }
  });
  return () => stream.destroy();
}

/** Brings it up in a folder. */
export async function startSmallService(project: string, folder: string): Promise<SmallService> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'docker-compose.yml'), JSON.stringify(compose(project)));
  writeFileSync(join(folder, 'failsafe.yaml'), JSON.stringify(config(project)));
  const run = (...args: string[]) => execa('docker', ['compose', '-p', project, ...args], { cwd: folder });
  const words: Word[] = [];
  const end = async () => void (await run('down', '-v', '-t', '0'));
  try {
    await run('up', '-d', '--wait');
    const deafen = await hear(project, words);
    return {
      project,
      folder,
      words,
      harm: async () => void (await run('exec', '-T', 'app', 'rm', '/tmp/well')),
      async [Symbol.asyncDispose]() {
        deafen();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
