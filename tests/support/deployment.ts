import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Docker from 'dockerode';
import { type ExecaError, execa } from 'execa';
import { loadConfig } from '../../src/config/load.ts';
import type { LoadedConfig } from '../../src/config/loaded-config.ts';
import { createRedactor } from '../../src/config/redact.ts';
import { loadProbe } from '../../src/engine/load-probe.generated.ts';
import { createPlan } from '../../src/engine/plan.ts';
import { checks } from '../../src/engine/registry.generated.ts';
import { resultsOf } from '../../src/engine/results-of.ts';
import { createRun } from '../../src/engine/run.ts';
import { HEALTH_LEVELS, type Level } from '../../src/model/level.ts';
import type { CheckResult } from '../../src/model/result.ts';
import type { RuntimeName, StackHandle } from '../../src/model/stack.ts';
import { pastTakenPorts } from '../../src/runtimes/docker/chosen-port.ts';
import { signalService } from '../../src/runtimes/processes/control.ts';
import { selectRuntime } from '../../src/runtimes/select-runtime.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A fault that every runtime knows. */
export type ServiceFault = 'stop' | 'pause' | 'continue';

/** The reference application, running in one runtime. */
export interface Deployment {
  readonly loaded: LoadedConfig;
  readonly handle: StackHandle;
  /** One cycle of all checks, or of those of these levels. */
  check(levels?: readonly Level[]): Promise<readonly CheckResult[]>;
  inject(fault: ServiceFault, service: string): Promise<void>;
}

async function injectInProcesses(handle: StackHandle, fault: ServiceFault, service: string): Promise<void> {
  const signals = { stop: 'SIGKILL', pause: 'SIGSTOP', continue: 'SIGCONT' } as const;
  signalService(handle, service, signals[fault]);
  // A killed process is reaped, and its end noted, a moment later.
  await sleep(500);
}

async function injectInDocker({ project }: StackHandle, fault: ServiceFault, service: string): Promise<void> {
  const label = [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`];
  const docker = new Docker();
  const [found] = await docker.listContainers({ all: true, filters: { label } });
  if (found === undefined) throw new Error(`${project} has no container of ${service}`);
  const container = docker.getContainer(found.Id);
  if (fault === 'stop') await container.stop({ t: 1 });
  else if (fault === 'pause') await container.pause();
  else await container.unpause();
}

async function allHealthy(project: string): Promise<void> {
  const filters = { label: [`com.docker.compose.project=${project}`] };
  for (;;) {
    const containers = await new Docker().listContainers({ all: true, filters });
    if (containers.every(({ Status }) => Status.includes('(healthy)'))) return;
    await sleep(200);
  }
}

/** Brings the reference application up as a user would for the runtime `compose`: by compose itself. */
async function composeUp(
  command: readonly string[],
): Promise<{ project: string; down: () => Promise<unknown> }> {
  const [file = '', ...first] = command;
  const project = `failsafe-test-${randomBytes(4).toString('hex')}`;
  const app = 'fixtures/testdriven-app';
  const env = { WEB_PORT: '0', USERS_PORT: '0', CLIENT_PORT: '0', DB_PORT: '0' };
  const compose = (...args: string[]) =>
    execa(
      file,
      [
        ...first,
        '-p',
        project,
        '-f',
        `${app}/docker-compose.yml`,
        '--env-file',
        `${app}/disposable.env`,
        ...args,
      ],
      {
        cwd: ROOT,
        env,
      },
    );
  const down = () => compose('down', '-v', '--timeout', '1');
  try {
    const failure = await pastTakenPorts(
      () =>
        compose('up', '-d').then(
          () => undefined,
          (error: ExecaError<object>) => error,
        ),
      error => error?.message,
    );
    if (failure !== undefined) throw failure;
    await allHealthy(project);
  } catch (error) {
    await down();
    throw error;
  }
  return { project, down };
}

async function deploy(loaded: LoadedConfig): Promise<Deployment & AsyncDisposable> {
  const runtime = await selectRuntime(loaded.runtime);
  const started = await runtime.start(loaded, {
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  const { handle } = started;
  const stack = await runtime.attach(loaded, handle);
  const plan = createPlan(loaded, checks);
  return {
    loaded,
    handle,
    async check(levels = HEALTH_LEVELS) {
      const redact = createRedactor(loaded.secrets);
      const run = createRun({ plan, stack, loadProbe, signal: new AbortController().signal, redact });
      const ids = plan.checks.filter(({ level }) => levels.includes(level)).map(({ id }) => id);
      return (await resultsOf(run, ids)).results;
    },
    inject: (fault, service) =>
      loaded.runtime === 'processes'
        ? injectInProcesses(handle, fault, service)
        : injectInDocker(handle, fault, service),
    async [Symbol.asyncDispose]() {
      await stack.close();
      await started.stop();
    },
  };
}

/** Runs the reference application in a runtime, as the bundled failsafe.yaml describes it. */
export async function deployReference(
  runtime: RuntimeName,
  composeCommand: readonly string[] = ['docker', 'compose'],
): Promise<Deployment & AsyncDisposable> {
  if (runtime !== 'compose') return deploy(await loadConfig({ cwd: ROOT, runtime }));
  const { project, down } = await composeUp(composeCommand);
  try {
    process.env.COMPOSE_PROJECT_NAME = project;
    const deployment = await deploy(await loadConfig({ cwd: ROOT, runtime }));
    delete process.env.COMPOSE_PROJECT_NAME;
    async function dispose(): Promise<void> {
      await deployment[Symbol.asyncDispose]();
      await down();
    }
    return { ...deployment, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await down();
    throw error;
  }
}
