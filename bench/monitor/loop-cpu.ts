/**
 * What the loop of the monitor costs beside a bare loop: 50 endpoints every 5 s for a minute, each by `failsafe monitor`
 * and by undici alone, in processes of their own, against the same server. Prints CPU time and memory of both.
 *
 *   node bench/monitor/loop-cpu.ts [SECONDS]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

const ENDPOINTS = 50;
const EVERY_MS = 5000;
const paths = Array.from({ length: ENDPOINTS }, (_, index) => `/endpoint/${index}`);

interface Cost {
  readonly cpuMs: number;
  readonly rss: number;
  readonly rounds: number;
}

/** Runs `until` for so long once it is warm, and tells what that took. */
async function measured(seconds: number, rounds: () => number): Promise<Cost> {
  const before = process.cpuUsage();
  const first = rounds();
  await sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  return {
    cpuMs: Math.round((user + system) / 1000),
    rss: process.memoryUsage().rss,
    rounds: rounds() - first,
  };
}

async function bare(port: number, seconds: number): Promise<Cost> {
  const { request } = await import('undici');
  let rounds = 0;
  const round = async () => {
    await Promise.all(
      paths.map(async path => {
        const { statusCode, body } = await request(`http://127.0.0.1:${port}${path}`);
        await body.text();
        if (statusCode !== 200) throw new TypeError(`${path}: ${statusCode}`);
      }),
    );
    rounds++;
  };
  await round();
  setInterval(round, EVERY_MS);
  return measured(seconds, () => rounds);
}

async function monitor(folder: string, seconds: number): Promise<Cost> {
  const { loadConfig } = await import('../../src/config/load.ts');
  const { runMonitor } = await import('../../src/monitor/monitor.ts');
  const { readState } = await import('../../src/monitor/store.ts');
  const reload = () => loadConfig({ file: join(folder, 'failsafe.yaml') });
  const end = new AbortController();
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  let rounds = 0;
  let seenAt = 0;
  const view = {
    line() {},
    status() {
      const at = readState(join(folder, '.failsafe/monitor'))?.seenAt ?? 0;
      if (at !== seenAt) rounds++;
      seenAt = at;
    },
  };
  const running = runMonitor({
    loaded: await reload(),
    reload,
    dryRun: false,
    isBeingChanged: () => false,
    rollbacks: { find: async () => undefined, go: async () => 'there is none' },
    runBackup: async () => ({ exitCode: 0, said: '' }),
    signal: end.signal,
    view,
    ready: resolve,
  });
  await Promise.race([ready, running]);
  await sleep(2 * EVERY_MS);
  const cost = await measured(seconds, () => rounds);
  end.abort();
  await running;
  return cost;
}

function writeConfig(folder: string, port: number): void {
  const endpoints = paths.map((path, index) => ({
    name: `endpoint-${index}`,
    get: path,
    expect: { status: 200 },
  }));
  const config = {
    version: 1,
    project: 'bench',
    stack: { runtime: 'processes', processes: { idle: { run: ['sleep', '100000'] } } },
    targets: { web: { url: `http://127.0.0.1:${port}` } },
    api: { target: 'web', endpoints },
    monitor: { interval: `${EVERY_MS / 1000}s` },
  };
  writeFileSync(join(folder, 'failsafe.yaml'), JSON.stringify(config));
}

const [first = '60', where = '', port = ''] = process.argv.slice(2);
if (first === 'bare' || first === 'monitor') {
  const seconds = Number(process.argv[5]);
  const cost = first === 'bare' ? await bare(Number(port), seconds) : await monitor(where, seconds);
  process.stdout.write(JSON.stringify(cost));
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), 'failsafe-bench-'));
const server = createServer((_, answer) => answer.end('{"ok":true}')).listen(0, '127.0.0.1');
await new Promise(resolve => server.once('listening', resolve));
const { port: at } = server.address() as AddressInfo;
writeConfig(folder, at);
const script = process.argv[1] ?? '';
const run = async (name: string): Promise<Cost> =>
  JSON.parse(
    (await execa(process.execPath, [script, name, folder, String(at), first], { cwd: folder })).stdout,
  );
const costs = { bare: await run('bare'), monitor: await run('monitor') };
for (const [name, { cpuMs, rss, rounds }] of Object.entries(costs)) {
  const share = (cpuMs / Number(first) / 10).toFixed(2);
  console.log(
    `${name.padEnd(8)} ${rounds} rounds  ${share} % of a core  ${(cpuMs / rounds).toFixed(1)} ms a round  ${Math.round(rss / 1e6)} MB`,
  );
}
server.close();
rmSync(folder, { recursive: true });
