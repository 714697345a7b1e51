import { arch, platform, release } from 'node:os';
import { oneShotsOf } from '../config/one-shots.ts';
import { createRedactor } from '../config/redact.ts';
import { formatSize } from '../config/units.ts';
import { version } from '../model/version.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { dockerHost } from '../runtimes/docker/docker-host.ts';
import { openEngine } from '../runtimes/docker/engine.ts';
import { projectThings } from '../runtimes/docker/project-things.ts';
import { serviceStates } from '../runtimes/docker/service-states.ts';
import type { InfoOptions } from './info.ts';
import { loadIncomplete } from './load-incomplete.ts';

const PATIENCE_MS = 20_000;

/** What cannot be had is told of in its place. */
const orWhy = async <T>(look: () => Promise<T>): Promise<T | string> => {
  try {
    return await look();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Prints what is known of this machine and of the deployment on it. */
export async function printInfo({ config, runtime, json }: InfoOptions): Promise<number> {
  const { loaded } = await loadIncomplete(config, runtime);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const host = dockerHost(loaded);
  const project = await projectNameOf(loaded, process.env);
  const { services: declared } = loaded.topology;
  const [engine, compose, services, things] = await Promise.all([
    orWhy(async () => (await host.engine(signal)).version),
    orWhy(async () => {
      const found = await host.compose(signal);
      return found === undefined ? 'not installed' : `${found.command} ${found.version}`;
    }),
    orWhy(async () =>
      serviceStates(openEngine(), { project, declared, oneShots: oneShotsOf(loaded) }, signal),
    ),
    orWhy(() => projectThings(openEngine(), project, signal)),
  ]);
  const info = createRedactor(loaded.secrets).deep({
    failsafe: version,
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    engine,
    compose,
    project,
    runtime: loaded.runtime,
    services,
    keeps: things,
  });
  if (json) {
    process.stdout.write(`${JSON.stringify(info, null, 2)}\n`);
    return 0;
  }
  const lines = Object.entries(info).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${name.padEnd(9)} ${value}`] : [],
  );
  if (typeof info.services !== 'string')
    for (const { service, state, health, restarts, exitCode, image } of info.services)
      lines.push(
        `service   ${service}: ${state}${health === 'none' ? '' : `, ${health}`}, restarts ${restarts}${exitCode === undefined ? '' : `, exit code ${exitCode}`}${image === '' ? '' : `, ${image}`}`,
      );
  if (typeof info.keeps !== 'string')
    for (const { kind, name, bytes } of info.keeps)
      lines.push(`${kind.padEnd(9)} ${name}${bytes === undefined ? '' : ` (${formatSize(bytes)})`}`);
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
