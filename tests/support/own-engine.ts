import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { BASE_IMAGE } from './engine.ts';

/**
 * A Docker engine that is a test's own: it may be killed. It has a network name space of its own, for an engine makes and
 * removes bridges and rules as if it were alone.
 */
export interface OwnEngine extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** The words before a command that shall reach the ports of its containers. */
  readonly inside: readonly [string, ...string[]];
  docker(...args: readonly string[]): Promise<string>;
  start(): Promise<void>;
  /** As a crash does it: its containers run on. */
  kill(): Promise<void>;
  /** It hangs: what asks it gets no answer. */
  freeze(): void;
  thaw(): void;
}

/** Why there can be no engine of a test's own here; undefined when there can. */
export function noOwnEngine(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may start a Docker engine of its own';
  try {
    for (const program of ['dockerd', 'containerd', 'unshare', 'nsenter', 'ip'])
      execFileSync('which', [program], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no dockerd, containerd or ip here';
  }
}

const TRIES = 150;
const CONFIG = 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n';

/** Starts an engine with the base image, and these images of the machine's. */
export async function ownEngine(...images: readonly string[]): Promise<OwnEngine> {
  // The path of a socket is short
  const folder = await mkdtemp('/tmp/fs-engine-');
  const path = (name: string) => join(folder, name);
  const host = `unix://${path('docker.sock')}`;
  const log = openSync(path('log'), 'a');
  const start = (program: string, args: readonly string[]) =>
    spawn(program, args, { stdio: ['ignore', log, log] });
  const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const docker = async (...args: readonly string[]) =>
    (await execa('docker', args, { env: { DOCKER_HOST: host } })).stdout;

  mkdirSync(path('containerd'));
  await writeFile(path('config.toml'), CONFIG);
  const containerd = start('unshare', [
    ...['--net', 'sh', '-c', 'ip link set lo up && exec containerd "$@"', 'sh'],
    ...['--config', path('config.toml'), '--address', path('containerd.sock')],
    ...['--root', path('containerd/root'), '--state', path('containerd/state')],
  ]);
  const inside = ['nsenter', `--net=/proc/${containerd.pid}/ns/net`] as const;
  let daemon: ChildProcess | undefined;
  async function kill(): Promise<void> {
    await end(daemon, 'SIGKILL');
    await rm(path('pid'), { force: true });
  }
  async function startDaemon(): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) {
        await rm(path('pid'), { force: true });
        daemon = start(inside[0], [
          ...[inside[1], 'dockerd'],
          ...['--host', host, '--containerd', path('containerd.sock'), '--pidfile', path('pid')],
          ...['--data-root', path('data'), '--exec-root', path('exec')],
          ...['--iptables=false', '--ip-masq=false'],
        ]);
      }
      if (
        await docker('info').then(
          () => true,
          () => false,
        )
      )
        return;
      await sleep(200);
    }
    throw new Error(`the engine did not start: ${execFileSync('tail', ['-3', path('log')]).toString()}`);
  }
  async function dispose(): Promise<void> {
    await startDaemon();
    const containers = await docker('ps', '-aq');
    if (containers !== '') await docker('rm', '-fv', ...containers.split('\n'));
    await end(daemon, 'SIGTERM');
    await end(containerd, 'SIGTERM');
    const mounts = execFileSync('cat', ['/proc/self/mounts']).toString().split('\n');
    for (const mount of mounts.map(line => line.split(' ')[1] ?? '').filter(at => at.startsWith(folder)))
      await execa('umount', ['-l', mount], { reject: false });
    await rm(folder, { recursive: true, force: true });
  }

  const engine: OwnEngine = {
    host,
    inside,
    docker,
    start: startDaemon,
    kill,
    freeze: () => void daemon?.kill('SIGSTOP'),
    thaw: () => void daemon?.kill('SIGCONT'),
    [Symbol.asyncDispose]: dispose,
  };
  try {
    await startDaemon();
    const packed = execa('docker', ['save', BASE_IMAGE, ...images], { encoding: 'buffer', buffer: false });
    await packed.pipe('docker', ['load'], { env: { DOCKER_HOST: host } });
    return engine;
  } catch (error) {
    await dispose();
    throw error;
  }
}
