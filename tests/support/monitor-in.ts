import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { MonitorState } from '../../src/monitor/machine/state.ts';
import { ROOT } from './deployment.ts';

/** Whether a subject is in a phase. */
export const phaseOf =
  (key: string, phase: string) =>
  (now: MonitorState): boolean =>
    now.subjects[key]?.phase === phase;

/** failsafe in a folder, with a monitor in the background that ends with the test. */
export function monitorIn(folder: string, environment: Readonly<Record<string, string>> = {}) {
  const failsafe = (...args: string[]) =>
    execa(process.execPath, [join(ROOT, 'bin/failsafe.js'), ...args], {
      cwd: folder,
      env: environment,
      reject: false,
      stdin: 'ignore',
    });
  const file = (name: string) => join(folder, '.failsafe/monitor', name);
  const state = (): MonitorState => JSON.parse(readFileSync(file('state.json'), 'utf8'));
  return {
    failsafe,
    file,
    state,
    /** Waits until the state is like this. */
    async until(holds: (now: MonitorState) => boolean): Promise<MonitorState> {
      for (;;) {
        const now = existsSync(file('state.json')) ? state() : undefined;
        if (now !== undefined && holds(now)) return now;
        await sleep(100);
      }
    },
    async audit(): Promise<{ what: string; subject: string; act: string; do?: { action: string } }[]> {
      const text = await readFile(file('audit.jsonl'), 'utf8').catch(() => '');
      return text.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line)]));
    },
    async [Symbol.asyncDispose]() {
      await failsafe('monitor', 'stop');
    },
  };
}
