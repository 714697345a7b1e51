import { expect, test } from 'vitest';
import { randomOf } from '../../../tools/healing/faults.ts';
import type { MonitorEvent, Sighting } from './events.ts';
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

/** What happens beside cycles. */
function happening(random: () => number): MonitorEvent[] {
  const service = ['db', 'api', 'worker', 'web'][Math.floor(random() * 4)] ?? 'db';
  const events: MonitorEvent[] = [
    { type: 'died', service, cause },
    { type: 'seen', beside: true, sightings: { [service]: { is: 'down', cause, unhealthy: true } } },
    { type: 'started', service },
    { type: 'blind', cause },
    { type: 'boot' },
    { type: 'maintenance', open: true },
  ];
  const event = events[Math.floor(random() * 2 * events.length)];
  return event === undefined ? [] : [event];
}

test('whoever is blocked waits in the end for one that is not, whatever is seen', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomOf(seed);
    let state: MonitorState | undefined;
    for (let nth = 0; nth < 20; nth++) {
      // What fails does so for some cycles, or nothing of it is believed
      const seen = see(cycle(random));
      state = follow(setupOf(SUBJECTS), [seen, seen, seen], state).state;
      const circles = KEYS.filter(key => endOf(state as MonitorState, key) === undefined);
      expect(circles, `seed ${seed}, cycle ${nth}`).toEqual([]);
    }
  }
});

test('a root that stays down is acted on or told of, whatever was seen before', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomOf(seed);
    let state: MonitorState | undefined;
    const live = (seen: MonitorEvent) => {
      const step = follow(setupOf(SUBJECTS), [seen], state);
      const done = step.acts.flatMap(act => (act.type === 'act' ? [act.heal.id] : []));
      const outcomes = done.map((id): MonitorEvent => ({ type: 'acted', id }));
      state = outcomes.length === 0 ? step.state : follow(setupOf(SUBJECTS), outcomes, step.state).state;
      return step.acts;
    };
    for (let nth = 0; nth < 20; nth++) {
      for (const event of happening(random)) live(event);
      live(see(cycle(random)));
    }
    live({ type: 'maintenance', open: false });
    const root = KEYS[Math.floor(random() * KEYS.length)] ?? 'db';
    const others = KEYS.filter(key => key !== root).map((key): [string, Sighting] => [
      key,
      random() < 0.5 ? UP : { is: 'blocked', by: root, cause },
    ]);
    const seen = see({ ...Object.fromEntries(others), [root]: DOWN });
    const acts = Array.from({ length: 40 }, () => live(seen)).flat();
    const told = Object.values((state as unknown as MonitorState).alerts).filter(
      one => one.state === 'firing',
    );
    const answered = acts.some(act => act.type === 'act' && act.subject === root);
    expect(answered || told.some(one => one.root === root), `seed ${seed}: ${root}`).toBe(true);
  }
});

test('what waited begins anew without the words of what it waited for', () => {
  const { state } = follow(setupOf(SUBJECTS), [
    see({ api: DOWN, 'reach:web': { is: 'blocked', by: 'api', cause } }),
    see({ api: UP }),
    see({ api: UP }),
  ]);
  expect(state.subjects['reach:web']).toMatchObject({ phase: 'starting' });
  expect(state.subjects['reach:web']?.cause).toBeUndefined();
});
