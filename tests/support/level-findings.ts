import type { Config } from '../../src/config/schema/config.ts';
import type { Level } from '../../src/model/level.ts';
import type { WebTarget } from '../../src/model/target.ts';
import { levelAlone } from './level-alone.ts';
import { loadedWith } from './small-plan.ts';

/**
 * Runs every check of a level against a target on this machine, and gives those that are neither `pass` nor `skip`:
 * `icons fail ICON_HTML`, and `browser-installable < icons` for one that is put down to another.
 */
export async function levelFindings(
  level: Level,
  target: WebTarget,
  declared: Partial<Config>,
): Promise<string[]> {
  const results = await levelAlone(level, {
    ...loadedWith(),
    config: { version: 1, project: 'small', ...declared },
    webTargets: { [target.name]: target },
  });
  const short = (id = '') => id.replace(`${level}.`, '').replace(`:${target.name}`, ' ').trim();
  return results
    .filter(({ status }) => status !== 'pass' && status !== 'skip')
    .map(({ id, status, code, rootBlocker }) =>
      status === 'blocked' ? `${short(id)} < ${short(rootBlocker)}` : `${short(id)} ${status} ${code}`,
    );
}
