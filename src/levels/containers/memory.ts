import { formatSize } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { boundInBytes, formatBound } from './amount.ts';
import { appliedToUsage, checkedServices, needsRunning } from './service-checks.ts';

/** Memory in use is below what is declared. */
export const check = defineCheck({
  id: 'containers.memory',
  level: 'containers',
  severity: 'error',
  title: 'Memory in use is below its bound',
  why: 'At its limit the kernel kills the service in the middle of a request.',
  source: 'Docker documentation: Resource constraints, memory',
  probe: 'usage',
  codes: {
    MEMORY_HIGH: {
      title: 'Too much memory in use',
      cause: 'A leak, a cache without a bound, more load or more workers than the limit was made for.',
      fix: 'Restart it to gain time, then find what grows, or raise the limit.',
    },
  },
  instances: loaded =>
    checkedServices(loaded).flatMap(one =>
      one.declared.memory === undefined || one.oneShot
        ? []
        : [
            {
              ...appliedToUsage(one),
              params: { service: one.service },
              needs: needsRunning(one),
              excusedBy: [`containers.oom:${one.service}`],
              expectation: { service: one.service, below: one.declared.memory.below },
            },
          ],
    ),
  evaluate({ memoryBytes, memoryLimitBytes }, { service, below }) {
    const bound = boundInBytes(below, memoryLimitBytes);
    if (bound === undefined) {
      return skip(
        `has no memory limit of which it could use ${formatBound(below)}; set \`mem_limit\`, or declare a size`,
      );
    }
    const evidence = { memoryBytes, memoryLimitBytes };
    const used = `${formatSize(memoryBytes)} in use`;
    if (memoryBytes < bound) return pass(`${used}, of at most ${formatSize(bound)}`, evidence);
    return fail('MEMORY_HIGH', `${used}, more than ${formatSize(bound)}`, {
      expected: `below ${formatBound(below)}${memoryLimitBytes === undefined ? '' : ` of ${formatSize(memoryLimitBytes)}`}`,
      got: formatSize(memoryBytes),
      evidence,
      fixes: [
        {
          text: 'Restart it to gain time, then find what grows, or raise the limit.',
          act: { action: 'restart', service },
        },
      ],
    });
  },
});
