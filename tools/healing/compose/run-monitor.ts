import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa, type ResultPromise } from 'execa';
import type { MonitorState } from '../../../src/monitor/machine/state.ts';
import type { AuditEntry } from '../../../src/monitor/store.ts';
import { waitFor } from './watch-service.ts';
import type { World } from './world.ts';

const PROGRAM = fileURLToPath(new URL('../../../bin/failsafe.js', import.meta.url));

/** An act that the monitor began. */
export interface Begun {
  readonly at: number;
  readonly id: string;
  readonly service: string;
  readonly action: string;
}

/** The real `failsafe monitor` of a world, which knows nothing of what was before. */
export async function runMonitorOf(world: Pick<World, 'folder' | 'environment'>, dockerHost?: string) {
  const folder = join(world.folder, '.failsafe/monitor');
  await rm(join(world.folder, '.failsafe'), { recursive: true, force: true });
  await rm(join(world.folder, 'logs'), { recursive: true, force: true });
  let child: ResultPromise | undefined;
  const start = () => {
    child = execa(process.execPath, [PROGRAM, 'monitor'], {
      cwd: world.folder,
      env: { ...world.environment, ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }) },
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'ignore',
      reject: false,
    });
  };
  const state = (): MonitorState | undefined => {
    const file = join(folder, 'state.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  };
  const isQuiet = () => {
    const now = state();
    return (
      now !== undefined &&
      Object.keys(now.subjects).length > 5 &&
      Object.keys(now.alerts).length === 0 &&
      now.outbox.length === 0 &&
      now.blind === undefined &&
      Object.values(now.subjects).every(({ phase }) => phase === 'healthy')
    );
  };
  start();
  return {
    state,
    /** All that is watched is well, and nothing is left to be told. */
    isQuiet,
    /** What keeps it from being so. */
    unquiet(): string {
      const { subjects = {}, alerts = {} } = state() ?? {};
      const bad = Object.entries(subjects).filter(([, { phase }]) => phase !== 'healthy');
      return [...bad.map(([key, { phase }]) => `${key} is ${phase}`), ...Object.keys(alerts)].join(', ');
    },
    async untilQuiet(patienceMs: number, signal: AbortSignal): Promise<boolean> {
      await waitFor(isQuiet, patienceMs, signal);
      return isQuiet();
    },
    async killAndStart(): Promise<void> {
      child?.kill('SIGKILL');
      await child;
      start();
    },
    acts(): Begun[] {
      const file = join(folder, 'audit.jsonl');
      const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
      return lines.flatMap(line => {
        if (line === '') return [];
        const entry = JSON.parse(line) as AuditEntry & {
          at: string;
          do?: { action: string; service: string };
        };
        if (entry.what !== 'intent' || entry.do === undefined) return [];
        return [{ at: Date.parse(entry.at), id: entry.act, ...entry.do }];
      });
    },
    log: () => join(world.folder, 'logs'),
    async [Symbol.asyncDispose]() {
      child?.kill('SIGTERM');
      await child;
    },
  };
}
