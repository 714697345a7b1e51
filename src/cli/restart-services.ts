import { nearest } from '../config/did-you-mean.ts';
import { dependenciesOf, type Topology } from '../config/topology.ts';
import { ProblemError } from '../model/problem.ts';
import type { Step } from '../operations/step.ts';
import { untilUp } from '../operations/until-up.ts';
import { composeCommand } from '../runtimes/compose/command.ts';
import { type OperationOptions, operate } from './operate.ts';
import { refuseIsolated } from './refuse-isolated.ts';

function ensureKnown(asked: readonly string[], { services }: Topology): void {
  const unknown = asked.filter(name => !services.includes(name));
  if (unknown.length === 0) return;
  throw new ProblemError(
    unknown.map(name => {
      const near = nearest(name, services);
      return {
        code: 'SERVICE_UNKNOWN',
        message: `there is no service "${name}"`,
        expected: `one of ${services.join(', ')}`,
        got: name,
        fix: near === undefined ? undefined : `Did you mean ${near}?`,
      };
    }),
  );
}

/** What stands below comes first. */
const inOrder = (services: readonly string[], topology: Topology): string[] =>
  services.toSorted((a, b) => dependenciesOf(topology, a).length - dependenciesOf(topology, b).length);

/** Restarts services of the deployment, one after another. */
export function restartServices(asked: readonly string[], options: OperationOptions): Promise<number> {
  return operate('restart', options, {
    async plan({ loaded, signal, open, hear }) {
      refuseIsolated(loaded, 'restarted');
      const { topology } = loaded;
      ensureKnown(asked, topology);
      const { stack } = await open();
      const wait = async (services: readonly string[], tell: (status: string) => void) => {
        const down = await untilUp(loaded, stack, services, signal, tell);
        if (down.length === 0) return undefined;
        throw new ProblemError(
          down.map(({ service, state, health }) => ({
            code: 'SERVICE_NOT_READY',
            message: `${service} is ${state}${health === 'none' ? '' : `, ${health}`}`,
            fix: '`failsafe check` names the cause.',
          })),
        );
      };
      const restarts = inOrder([...new Set(asked)], topology).map(async (service): Promise<Step> => {
        const command = await composeCommand(loaded, stack.project, ['restart', service]);
        return {
          id: `restart-${service}`,
          title: `restart ${service} and wait`,
          acts: [command.line],
          async run(tell) {
            const refusal = await command.run(signal, { hear });
            if (refusal === undefined) return wait([service], tell);
            const fix = `Mend what it says. By hand: ${command.line}`;
            throw new ProblemError([
              { code: 'STACK_START_FAILED', message: `${service} was not restarted`, causes: [refusal], fix },
            ]);
          },
        };
      });
      const above = topology.services.filter(
        name => !asked.includes(name) && dependenciesOf(topology, name).some(below => asked.includes(below)),
      );
      const verify: Step = {
        id: 'dependents',
        title: `see that ${above.join(', ')} ${above.length === 1 ? 'is' : 'are'} healthy`,
        acts: ['wait until they are healthy'],
        run: tell => wait(above, tell),
      };
      return {
        steps: [...(await Promise.all(restarts)), ...(above.length > 0 ? [verify] : [])],
        done: 'Restarted. See how the application does with: failsafe check',
      };
    },
  });
}
