import { statfs } from 'node:fs/promises';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { ProbeError } from '../../model/probe-error.ts';
import { ProblemError } from '../../model/problem.ts';
import type { Stack, StackHandle } from '../../model/stack.ts';
import { lastLines } from './log-file.ts';
import { offsetSince } from './log-times.ts';
import { readRunState } from './run-state.ts';
import { livingRecord, openRun, recordOf } from './stack/open-run.ts';
import { serviceStates } from './stack/service-states.ts';
import { suggestCommand } from './stack/suggest-command.ts';
import { tryConnect } from './stack/try-connect.ts';
import { usageOf } from './stack/usage.ts';

function directoryOf(handle: StackHandle): string {
  if (handle.directory !== undefined && readRunState(handle.directory) !== undefined) return handle.directory;
  throw new ProblemError([
    {
      code: 'STACK_NOT_RUNNING',
      message: `there is no running stack of ${handle.project}: its run has ended`,
      fix: 'Start the checks again; the runtime processes brings the stack up itself.',
    },
  ]);
}

/** Gives the stack of a run to any process of this user. Everything is read anew at each look: state.json and the OS. */
export async function attach(loaded: LoadedConfig, handle: StackHandle): Promise<Stack> {
  const directory = directoryOf(handle);
  const first = openRun(directory);
  return {
    runtime: 'processes',
    project: handle.project,
    async address(service, port, signal) {
      const { declaredPort, address } = livingRecord(openRun(directory, signal), service);
      if (declaredPort === port && address !== undefined) return address;
      const declared = declaredPort === undefined ? 'no port' : `port ${declaredPort}`;
      const message = `service ${service} declares ${declared} in stack.processes, not ${port}`;
      throw new ProbeError('target', 'PORT_NOT_PUBLISHED', message);
    },
    services: async signal => serviceStates(openRun(directory, signal), signal),
    async usage(service, signal) {
      const { process: leader } = livingRecord(openRun(directory, signal), service);
      return usageOf(service, leader ?? { pid: -1, startTime: '' }, signal);
    },
    // The processes of all services share one group of the kernel, if any
    oomKills: async () => undefined,
    async logs(service, { tail, withinMs }, signal) {
      const record = recordOf(openRun(directory, signal), service);
      if (record === undefined)
        throw new ProbeError('target', 'SERVICE_MISSING', `there is no service ${service}`);
      if (withinMs === undefined) return lastLines(record.log, tail);
      return lastLines(
        record.log,
        tail,
        Math.max(record.logStart, offsetSince(record, Date.now() - withinMs)),
      );
    },
    connect: async (from, to, port, signal) => tryConnect(openRun(directory, signal), from, to, port, signal),
    async disk(signal) {
      openRun(directory, signal);
      const { bsize, blocks, bavail } = await statfs(directory);
      return { path: directory, totalBytes: blocks * bsize, freeBytes: bavail * bsize };
    },
    command: (action, service) => suggestCommand(loaded, readRunState(directory) ?? first, action, service),
    close: async () => {},
  };
}
