import { causeInLog } from '../cause-in-log.ts';

/** The engine makes a folder of what is to be mounted and is not there; it cannot be put in the place of a file. */
export const cause = causeInLog({
  id: 'mounted-folder',
  own: true,
  patterns: [/error mounting "([^"]+)" to rootfs at "([^"]+)".*not a directory/],
  cause: ({ parts: [from, to] }) =>
    `${from} is a folder, and is mounted over the file ${to}: where a file to be mounted is missing, the engine makes a folder of its name.`,
  fix: ({ parts: [from] }) => ({
    text: `Correct the path in the compose file, or remove the empty folder ${from} and put the file there; then create the container anew.`,
  }),
});
