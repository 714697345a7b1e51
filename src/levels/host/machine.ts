import { formatSize } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, warn } from '../verdict.ts';

const MEBIBYTE = 2 ** 20;
const LEAST_MEMORY = 256 * MEBIBYTE;
const SCARCE_MEMORY = 512 * MEBIBYTE;
const LEAST_DISK = 200 * MEBIBYTE;
const LEAST_INODES = 0.02;

/** This machine has memory, room and inodes left, and the project may be written. */
export const check = defineCheck({
  id: 'host.machine',
  level: 'host',
  severity: 'error',
  title: 'The machine has memory, room and inodes, and the project may be written',
  why: 'Without them a build or a service is ended by the system, with an error that names something else.',
  source: 'proc_meminfo(5), statvfs(3)',
  probe: 'machine',
  codes: {
    FOLDER_READ_ONLY: {
      title: 'The folder of the project cannot be written',
      cause: 'It belongs to another user, or is mounted read-only.',
      fix: 'Give it to this user: `sudo chown -R $USER .`',
    },
    MEMORY_SHORT: {
      title: 'Too little memory',
      cause: 'Other programs have it.',
      fix: 'End what is not needed, or add memory or swap.',
    },
    MEMORY_SCARCE: {
      title: 'Little memory',
      cause: 'Other programs have it.',
      fix: 'See who: `ps aux --sort=-rss | head`.',
    },
    PROJECT_DISK_SHORT: {
      title: 'Too little room where the project is',
      cause: 'Logs, reports, backups, or data of others.',
      fix: 'Make room: `du -xh . | sort -h | tail` shows what is large.',
    },
    INODES_SHORT: {
      title: 'Hardly any file can be made any more',
      cause: 'The file system has as many files as it can have: caches, sessions, mails, node_modules.',
      fix: '`df -i` shows it; remove what makes so many small files.',
    },
  },
  instances: ({ root }) => [{ subject: 'here', params: { folder: root }, expectation: undefined }],
  evaluate({ memoryBytes, availableMemoryBytes, inodes, freeInodes, freeBytes, writable }) {
    const memory = `${formatSize(availableMemoryBytes)} of ${formatSize(memoryBytes)} memory can be had`;
    if (!writable) return fail('FOLDER_READ_ONLY', 'this user may not write to the folder of the project');
    if (freeBytes < LEAST_DISK)
      return fail('PROJECT_DISK_SHORT', `only ${formatSize(freeBytes)} are free`, {
        expected: `at least ${formatSize(LEAST_DISK)}`,
      });
    if (inodes > 0 && freeInodes < inodes * LEAST_INODES)
      return fail('INODES_SHORT', `only ${freeInodes} of ${inodes} inodes are free`, {
        expected: 'at least 2%',
      });
    if (availableMemoryBytes < LEAST_MEMORY)
      return fail('MEMORY_SHORT', `only ${memory}`, { expected: `at least ${formatSize(LEAST_MEMORY)}` });
    if (availableMemoryBytes < SCARCE_MEMORY)
      return warn('MEMORY_SCARCE', `only ${memory}`, { expected: `at least ${formatSize(SCARCE_MEMORY)}` });
    return pass(`${memory}, ${formatSize(freeBytes)} of disk are free`);
  },
});
