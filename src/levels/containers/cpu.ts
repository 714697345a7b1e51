import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { appliedToUsage, checkedServices, needsRunning } from './service-checks.ts';

/** CPU in use is below what is declared. */
export const check = defineCheck({
  id: 'containers.cpu',
  level: 'containers',
  severity: 'error',
  title: 'CPU in use is below its bound',
  why: 'A service that spins makes everything beside it slow.',
  source: 'Docker documentation: docker stats; Resource constraints, CPU',
  probe: 'usage',
  codes: {
    CPU_HIGH: {
      title: 'Too much CPU in use',
      cause: 'An endless loop, a query without an index, or more load than it was made for.',
      fix: 'Look at what it does now (its log, a profile); `cpus` in the compose file keeps it from starving others.',
    },
  },
  instances: loaded =>
    checkedServices(loaded).flatMap(one =>
      one.declared.cpu === undefined || one.oneShot
        ? []
        : [
            {
              ...appliedToUsage(one),
              params: { service: one.service },
              needs: needsRunning(one),
              expectation: { below: one.declared.cpu.below },
            },
          ],
    ),
  evaluate({ cpuPercent }, { below }) {
    const got = `${cpuPercent.toFixed(1)} % of one core`;
    if (cpuPercent < below) return pass(`uses ${got}`, { cpuPercent });
    return fail('CPU_HIGH', `uses ${got}`, { expected: `below ${below} %`, got, evidence: { cpuPercent } });
  },
});
