import { randomBytes } from 'node:crypto';

/** An id that sorts by time: `20261124T181135Z-3f0a`. Two of one second differ. */
export function newId(now = new Date()): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(2).toString('hex')}`;
}
