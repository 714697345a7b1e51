import { causeInLog } from '../cause-in-log.ts';

/** The process asked for more memory than it may have. */
export const cause = causeInLog({
  id: 'out-of-memory',
  patterns: [
    /(JavaScript heap out of memory)/,
    /^(MemoryError)\b/,
    /(Cannot allocate memory)/i,
    /(could not resize shared memory segment)/,
    /Worker \(pid:\d+\) was sent (SIGKILL)! Perhaps out of memory/,
  ],
  cause: ({ service }) => `${service} ran out of memory.`,
  fix: ({ service }) => ({
    text: `Raise the memory limit of ${service} (mem_limit, shm_size), or find what grows in it.`,
  }),
});
