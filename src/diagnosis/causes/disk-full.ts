import { causeInLog } from '../cause-in-log.ts';

/** No room is left to write. */
export const cause = causeInLog({
  id: 'disk-full',
  patterns: [/(No space left on device|ENOSPC|disk quota exceeded)/i],
  cause: ({ service }) => `The disk that ${service} writes to is full.`,
  fix: () => ({
    text: 'See what takes the room, and remove what is not needed.',
    command: 'docker system df',
  }),
});
