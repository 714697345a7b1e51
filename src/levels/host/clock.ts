import { formatDuration } from '../../config/units.ts';
import { defineCheck } from '../check.ts';
import { pass, warn } from '../verdict.ts';
import { ENGINE, onDocker } from './on-docker.ts';

const MOST_MS = 5000;

/** The clock of the engine is that of this machine. */
export const check = defineCheck({
  id: 'host.clock',
  level: 'host',
  severity: 'warning',
  title: 'The clocks agree',
  why: 'Tokens that are issued in the future, or are expired when they are issued, are refused.',
  source: 'RFC 7519, exp and iat',
  probe: 'engine',
  codes: {
    CLOCK_SKEW: {
      title: 'The clock of the engine is another',
      cause: 'Its virtual machine has slept, or one of the two machines keeps no time.',
      fix: 'Restart Docker Desktop, or have both keep time by NTP: `timedatectl set-ntp true`.',
    },
  },
  instances: loaded =>
    onDocker(loaded, () => [{ subject: 'engine', params: {}, expectation: undefined, needs: [ENGINE] }]),
  evaluate({ time, hereTime }) {
    const skew = time - hereTime;
    if (Math.abs(skew) <= MOST_MS) return pass('the clocks of the engine and of this machine agree');
    const got = `${formatDuration(Math.abs(skew))} ${skew > 0 ? 'ahead' : 'behind'}`;
    return warn('CLOCK_SKEW', `the clock of the engine is ${got}`, {
      expected: `within ${formatDuration(MOST_MS)}`,
      got,
    });
  },
});
