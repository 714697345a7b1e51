import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { applied, checkedServices, needsRunning, stateOf } from './service-checks.ts';

/** No process of the running service was killed for want of memory. */
export const check = defineCheck({
  id: 'containers.oom',
  level: 'containers',
  severity: 'error',
  title: 'The kernel killed no process of the service for want of memory',
  why: 'When a worker is killed the main process may live on: the service runs, answers some requests and drops others.',
  probe: 'services',
  codes: {
    OOM_KILLED: {
      title: 'A process was killed for want of memory',
      cause: 'The service reached its memory limit, and the kernel killed one of its processes.',
      fix: 'Raise its memory limit or have it use less: fewer workers, smaller caches. Then recreate it.',
    },
  },
  instances: loaded =>
    checkedServices(loaded).map(one => ({
      ...applied(one),
      params: {},
      needs: needsRunning(one),
      expectation: { service: one.service },
    })),
  evaluate(states, expectation) {
    const { oomKilled, restarts, startedAt, image } = stateOf(states, expectation);
    if (!oomKilled) return pass('no process was killed for want of memory');
    return fail('OOM_KILLED', 'runs, but the kernel killed a process of it for want of memory', {
      evidence: { oomKilled, restarts, startedAt, image },
    });
  },
});
