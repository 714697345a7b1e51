import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILSAFE } from '../harness/paths.ts';
import { debianPeer } from '../harness/peers.ts';

/** What is watched, and where files may be written. */
export interface Watch {
  readonly folder: string;
  readonly port: number;
  readonly checks: number;
}

/** A program that looks at each of so many addresses every 5 s until it is stopped. */
export interface Watcher {
  readonly name: string;
  /** The command that is measured; undefined where the tool is not here. */
  command(watch: Watch): readonly [program: string, ...args: string[]] | undefined;
  /** A command without which it does nothing; not measured. */
  driver?(watch: Watch): readonly [program: string, ...args: string[]];
}

const EVERY_S = 5;
const LOOP = join(import.meta.dirname, 'bare-loop.ts');
const numbers = ({ checks }: Watch) => Array.from({ length: checks }, (_, index) => index);

function loop(url: string, { checks }: Watch): readonly [string, ...string[]] {
  return [process.execPath, LOOP, url, String(checks), String(EVERY_S * 1000)];
}

function write(folder: string, file: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, file);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function failsafeYaml(watch: Watch): string {
  const config = {
    version: 1,
    project: `bench-${watch.checks}`,
    stack: { runtime: 'processes', processes: { idle: { run: ['sleep', '100000'] } } },
    targets: { web: { url: `http://127.0.0.1:${watch.port}` } },
    api: {
      target: 'web',
      endpoints: numbers(watch).map(index => ({
        name: `e${index}`,
        get: `/${index}`,
        expect: { status: 200 },
      })),
    },
    monitor: { interval: `${EVERY_S}s` },
  };
  return write(watch.folder, 'failsafe.yaml', JSON.stringify(config));
}

function monitrc(watch: Watch): string {
  const { folder, port } = watch;
  const head = `set daemon ${EVERY_S}\nset pidfile ${folder}/pid\nset idfile ${folder}/id\nset statefile ${folder}/state\n`;
  const checks = numbers(watch).map(
    index =>
      `check host e${index} with address 127.0.0.1\n  if failed port ${port} protocol http request "/${index}" status = 200 then alert\n`,
  );
  return write(folder, 'monitrc', head + checks.join(''));
}

/** Its port follows from that of the target: one more than the greatest that a system gives away. */
const exporterPort = ({ checks }: Watch) => 61_000 + checks;

/** All that are compared. */
export const WATCHERS: readonly Watcher[] = [
  { name: 'bare undici', command: watch => loop(`http://127.0.0.1:${watch.port}/`, watch) },
  {
    name: 'failsafe',
    // As --detach, the unit and the image start it
    command: watch => [
      process.execPath,
      '--max-semi-space-size=8',
      FAILSAFE,
      'monitor',
      '--config',
      failsafeYaml(watch),
    ],
  },
  {
    name: 'monit',
    command(watch) {
      const monit = debianPeer('usr/bin/monit');
      return monit === undefined ? undefined : [monit, '-I', '-c', monitrc(watch)];
    },
  },
  {
    name: 'blackbox exporter',
    command(watch) {
      const exporter = debianPeer('usr/bin/prometheus-blackbox-exporter');
      if (exporter === undefined) return undefined;
      const config = write(watch.folder, 'blackbox.yml', 'modules: { http_2xx: { prober: http } }\n');
      return [
        exporter,
        `--config.file=${config}`,
        `--web.listen-address=127.0.0.1:${exporterPort(watch)}`,
        '--log.level=error',
      ];
    },
    driver: watch =>
      loop(
        `http://127.0.0.1:${exporterPort(watch)}/probe?module=http_2xx&target=http://127.0.0.1:${watch.port}/`,
        watch,
      ),
  },
];
