import { formatSize } from '../../config/units.ts';
import type { Engine } from '../../runtimes/docker/engine.ts';
import { type ProjectThing, projectThings, removeThing } from '../../runtimes/docker/project-things.ts';
import type { Step } from '../step.ts';

/** What is removed, in the order in which it can be. */
const KINDS = ['container', 'network', 'volume', 'image'] as const;
const TITLES = {
  container: 'containers',
  network: 'networks',
  volume: 'volumes with their data',
  image: 'images',
};

/** What to remove, and from where. */
export interface ResetOptions {
  readonly engine: Engine;
  readonly project: string;
  readonly signal: AbortSignal;
}

/** What would be removed, and the steps that do it. */
export interface PlannedReset {
  readonly things: readonly ProjectThing[];
  readonly steps: readonly Step[];
}

const shown = ({ name, bytes }: ProjectThing) =>
  bytes === undefined ? name : `${name} (${formatSize(bytes)})`;

/**
 * Plans the removal of all that the engine keeps of a project: exactly what is listed now, and nothing that carries no
 * label of the project.
 */
export async function planReset({ engine, project, signal }: ResetOptions): Promise<PlannedReset> {
  const things = await projectThings(engine, project, signal);
  const steps = KINDS.flatMap((kind): Step[] => {
    const own = things.filter(one => one.kind === kind);
    if (own.length === 0) return [];
    return [
      {
        id: `remove-${kind}s`,
        title: `remove the ${TITLES[kind]} of ${project}`,
        acts: own.map(one => `remove ${kind} ${shown(one)}`),
        async run(tell) {
          const kept: string[] = [];
          for (const thing of own) {
            tell(thing.name);
            if (!(await removeThing(engine, thing, signal))) kept.push(thing.name);
          }
          const removed = `${own.length - kept.length} removed`;
          return kept.length === 0 ? removed : `${removed}; in use elsewhere, and kept: ${kept.join(', ')}`;
        },
      },
    ];
  });
  return { things, steps };
}
