import { causeInLog } from '../cause-in-log.ts';

/** The image is for another processor. */
export const cause = causeInLog({
  id: 'wrong-architecture',
  own: true,
  patterns: [/(exec format error)/i],
  cause: () =>
    'The program is for another processor than this machine’s, or a script has no first line that names its interpreter.',
  fix: () => ({
    text: 'Build the image for this platform (docker compose build, platform:), or begin the script with #!.',
  }),
});
