import { defineCheck } from '../check.ts';
import { fail, pass, skip, warn } from '../verdict.ts';
import { applied, longRunning, needsRunning } from './service-checks.ts';

/** No process of the running service was killed for want of memory. */
export const check = defineCheck({
  id: 'containers.oom',
  level: 'containers',
  severity: 'error',
  title: 'The kernel has killed no process of the service for want of memory since it started',
  why: "When a worker is killed the main process may live on: the service runs, answers some requests and drops others. The kernel's counter of the container's memory cgroup is read, on this machine or with `cat` in the container; where neither can be done, only what the engine noted is known.",
  source: 'Linux kernel, cgroup v2: memory.events oom_kill; cgroup v1: memory.oom_control oom_kill',
  probe: 'oom-kills',
  codes: {
    OOM_KILLED: {
      title: 'Processes were killed for want of memory',
      cause:
        'The service reached its memory limit, or the machine had no more, and the kernel killed a process of it.',
      fix: 'Raise its memory limit or have it use less: fewer workers, smaller caches. Then recreate it.',
    },
    OOM_NOTED: {
      title: 'The engine noted that it ran out of memory',
      cause:
        'A process of it was killed before its last start, which is what the flag `OOMKilled` of a running container means in Docker 20.10; newer engines set it at once as well.',
      fix: 'Raise its memory limit or have it use less, and recreate it: a restart alone does not take the note away.',
    },
  },
  instances: loaded =>
    longRunning(loaded).map(one => ({
      ...applied(one),
      params: { service: one.service },
      needs: needsRunning(one),
      expectation: {},
    })),
  evaluate(seen) {
    if (seen === undefined) return skip('nothing counts the processes of it that were killed here');
    const { sinceStart, flagged } = seen;
    const evidence = { sinceStart, flagged };
    if (sinceStart !== undefined && sinceStart > 0) {
      const message = `runs, but since its start the kernel has killed ${sinceStart} of its processes for want of memory`;
      return fail('OOM_KILLED', message, { expected: '0 killed', got: `${sinceStart} killed`, evidence });
    }
    if (flagged) {
      const when = sinceStart === 0 ? 'before its last start' : 'before its last start or since';
      const message = `runs, but ${when} a process of it was killed for want of memory`;
      return sinceStart === 0
        ? warn('OOM_NOTED', message, { evidence })
        : fail('OOM_NOTED', message, { evidence });
    }
    if (sinceStart === 0)
      return pass('no process of it was killed for want of memory since it started', evidence);
    return skip('the counter of the kernel cannot be read: it is not on this machine, or has no `cat`');
  },
});
