import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import type { LoadedConfig } from '../../config/loaded-config.ts';
import { createRedactor } from '../../config/redact.ts';
import { type Problem, ProblemError } from '../../model/problem.ts';
import type { StartedStack } from '../../model/stack.ts';
import { cancelled } from '../cancelled.ts';
import type { StartOptions } from '../runtime.ts';
import { makePlan } from './make-plan.ts';
import type { RunPlan, SupervisorMessage } from './run-plan.ts';
import { removeRun, sweep } from './sweep.ts';

/** Ending PostgreSQL and stubborn services takes a supervisor up to five seconds. */
const STOP_TIMEOUT_MS = 15_000;

/** TypeScript in a checkout, JavaScript when published. */
const supervisorFile = () => new URL(`./supervisor${extname(import.meta.url)}`, import.meta.url);

function forkSupervisor(): ChildProcess {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return fork(supervisorFile(), {
    detached: true,
    execArgv: [],
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** A supervisor and how to end it. */
interface Supervisor {
  /** Resolves when all services are ready. */
  readonly ready: Promise<void>;
  /** Resolves when nothing is left of the run. */
  end(): Promise<void>;
}

/** A forgotten stack shall not keep this process alive: once it ends, so does the stack. */
function letGo(child: ChildProcess): void {
  child.stderr?.destroy();
  child.channel?.unref();
  child.unref();
}

const crashed = (output: string): Problem => ({
  code: 'STACK_START_FAILED',
  message: 'the supervisor of the services ended unexpectedly',
  causes: output.trim().split('\n').slice(-10),
});

function startSupervisor(plan: RunPlan, progress: (message: string) => void): Supervisor {
  const child = forkSupervisor();
  const gone = Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
  let errorOutput = '';
  let problems: readonly Problem[] | undefined;
  child.stderr?.setEncoding('utf8').on('data', text => {
    errorOutput += text;
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: SupervisorMessage) => {
      if (message.type === 'progress') progress(message.message);
      if (message.type === 'failed') problems = message.problems;
      if (message.type !== 'ready') return;
      letGo(child);
      resolve();
    });
    const fail = (error?: unknown) =>
      reject(new ProblemError(problems ?? [crashed(error === undefined ? errorOutput : String(error))]));
    gone.then(() => fail(), fail);
  });
  child.send(plan, () => {});
  return {
    ready,
    async end() {
      child.ref();
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await gone.catch(() => {});
      clearTimeout(timer);
      await removeRun(plan.folders.run, plan.id);
    },
  };
}

function refuseWindows(): void {
  if (process.platform !== 'win32') return;
  throw new ProblemError([
    {
      code: 'RUNTIME_UNSUPPORTED',
      message: 'the runtime processes needs the process groups and signals of Linux or macOS',
      fix: 'Run it in WSL, or choose another runtime with --runtime or FAILSAFE_RUNTIME.',
    },
  ]);
}

async function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw cancelled();
}

/** Problems quote what a service has printed. */
function withoutSecrets(problems: readonly Problem[], { secrets }: LoadedConfig, { services }: RunPlan) {
  const redactor = createRedactor(secrets);
  for (const service of services) if (service.kind === 'postgres') redactor.keep(service.password);
  return redactor.deep(problems);
}

/**
 * Starts the services of `stack.processes` and waits until all are ready. They end with this process, however it ends.
 *
 * @throws ProblemError; CANCELLED when the signal was aborted. Nothing is left of the run then.
 */
export async function start(loaded: LoadedConfig, { signal, progress }: StartOptions): Promise<StartedStack> {
  refuseWindows();
  if (signal.aborted) throw cancelled();
  await sweep(loaded.root);
  const plan = makePlan(loaded);
  const supervisor = startSupervisor(plan, progress);
  try {
    await Promise.race([supervisor.ready, rejectWhenAborted(signal)]);
  } catch (error) {
    await supervisor.end();
    if (signal.aborted) throw cancelled();
    throw error instanceof ProblemError
      ? new ProblemError(withoutSecrets(error.problems, loaded, plan))
      : error;
  }
  let stopped: Promise<void> | undefined;
  return {
    handle: { runtime: 'processes', project: plan.project, directory: plan.folders.run },
    stop() {
      stopped ??= supervisor.end();
      return stopped;
    },
  };
}
