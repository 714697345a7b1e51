import { expect, test } from 'vitest';
import { randomOf } from '../../../tools/healing/faults.ts';
import type { Sighting } from './events.ts';
import type { MonitorState } from './state.ts';
import { cause, DOWN, follow, see, UP } from './testing/follow.ts';
import { CHAIN, service, setupOf } from './testing/small-setup.ts';

const check = (...dependsOn: readonly string[]) => service({ kind: 'check', dependsOn });
const SUBJECTS = {
  ...CHAIN,
  'network:api': check('api'),
  'reach:web': check('web', 'api'),
  'body:list': check('reach:web', 'api'),
};
const KEYS = Object.keys(SUBJECTS);

/** Where the chain of what blocks it ends; undefined where it runs in a circle. */
function endOf({ subjects }: MonitorState, key: string): string | undefined {
  const seen = [key];
  for (let at = subjects[key]; at?.phase === 'blocked' && at.blockedBy !== undefined; ) {
    if (seen.includes(at.blockedBy)) return undefined;
    seen.push(at.blockedBy);
    at = subjects[at.blockedBy];
  }
  return seen.at(-1);
}

/** What a cycle may see: any root that fails, and others that are put down to it, whoever they are. */
function cycle(random: () => number): Record<string, Sighting> {
  const pick = () => KEYS[Math.floor(random() * KEYS.length)] ?? 'db';
  const root = pick();
  return Object.fromEntries(
    KEYS.map((key): [string, Sighting] => {
      const chance = random();
      if (key === root) return [key, DOWN];
      if (chance < 0.3) return [key, { is: 'blocked', by: root, cause }];
      return [key, chance < 0.5 ? DOWN : UP];
    }),
  );
}

test('whoever is blocked waits in the end for one that is not, whatever is seen', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomOf(seed);
    let state: MonitorState | undefined;
    for (let nth = 0; nth < 30; nth++) {
      // What fails does so for some cycles, or nothing of it is believed
      const seen = see(cycle(random));
      state = follow(setupOf(SUBJECTS), [seen, seen, seen], state).state;
      const circles = KEYS.filter(key => endOf(state as MonitorState, key) === undefined);
      expect(circles, `seed ${seed}, cycle ${nth}`).toEqual([]);
    }
  }
});
