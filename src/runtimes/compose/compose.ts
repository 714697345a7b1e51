import { ProblemError } from '../../model/problem.ts';
import { openEngine } from '../docker/engine.ts';
import { listContainers } from '../docker/project-containers.ts';
import { reachEngine, startingWith } from '../docker/reach-engine.ts';
import { dockerStack } from '../docker/stack.ts';
import type { Runtime } from '../runtime.ts';
import { composeScope } from './compose-scope.ts';
import { projectNotFound } from './not-found.ts';
import { projectNameOf } from './project-name.ts';

/** Attaches to the deployment that docker compose runs. It never changes anything. */
export const compose: Runtime = {
  start(loaded, { signal }) {
    return startingWith(signal, async () => {
      const engine = await reachEngine(signal);
      const project = await projectNameOf(loaded, process.env);
      const containers = await listContainers(engine, project, signal);
      if (containers.length === 0)
        throw new ProblemError([await projectNotFound(engine, project, loaded, signal)]);
      return { handle: { runtime: 'compose', project }, async stop() {} };
    });
  },

  attach(loaded, { project }) {
    return startingWith(new AbortController().signal, async () =>
      dockerStack({
        engine: openEngine(),
        runtime: 'compose',
        project,
        loaded,
        scope: composeScope(loaded, project),
      }),
    );
  },
};
