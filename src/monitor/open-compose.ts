import type { LoadedConfig } from '../config/loaded-config.ts';
import { act as composeAct } from '../runtimes/compose/act.ts';
import { compose } from '../runtimes/compose/compose.ts';
import { projectNameOf } from '../runtimes/compose/project-name.ts';
import { openEngine } from '../runtimes/docker/engine.ts';
import { listenToEngine } from '../runtimes/docker/engine-events.ts';
import type { MonitoredDeployment } from './open-deployment.ts';

/** Attaches to containers, whether their engine answers or not. */
export async function openCompose(loaded: LoadedConfig): Promise<MonitoredDeployment> {
  const project = await projectNameOf(loaded, process.env);
  const stack = await compose.attach(loaded, { runtime: 'compose', project });
  const engine = openEngine();
  // An act that was begun is done to its end: half of one is what nobody wants.
  const never = new AbortController().signal;
  return {
    stack,
    act: act => composeAct(loaded, project, act, never),
    listen: (heard, signal) => listenToEngine(engine, project, heard, signal),
    stop: () => stack.close(),
  };
}
