import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Explained, Looks } from './looks.ts';
import { answerSpecs, looksElsewhere } from './looks-channel.ts';
import type { Told } from './told.ts';

const LISTED = { root: '/shop', checks: [] };
const passed = (id: string): Told => ({ id, ends: 'passed', why: '' });
const looksThat = (more: Partial<Looks>): Looks => ({
  listed: LISTED,
  want: () => undefined,
  explain: async () => ({}) as Explained,
  ...more,
});

let end: (() => void) | undefined;
afterEach(() => end?.());

/** The name of a channel on which these looks answer. */
function channelTo(looks: () => Promise<Looks>): string {
  let name = '';
  const answering = answerSpecs({ provide: (_: string, given: string) => (name = given) } as never, looks);
  end = () => answering[Symbol.dispose]();
  return name;
}

test('what one worker asks is no answer to another', async () => {
  const whole = Promise.resolve(looksThat({ want: (ids, tell) => ids.map(passed).forEach(tell) }));
  const name = channelTo(() => whole);
  const workers = await Promise.all([1, 2, 3].map(() => looksElsewhere(name)));
  expect(workers.map(({ listed }) => listed)).toEqual([LISTED, LISTED, LISTED]);
  const told = workers.map(worker => new Promise(resolve => worker.want(['a'], resolve)));
  expect(await Promise.all(told)).toEqual([passed('a'), passed('a'), passed('a')]);
});

test('a failure to look is told to whoever asked, and to nobody else', async () => {
  const broken = Promise.resolve(
    looksThat({
      explain: id =>
        id === 'a' ? Promise.reject(new Error('no a')) : sleep(50).then(() => ({}) as Explained),
      want: () => {
        throw new Error('nothing to look with');
      },
    }),
  );
  const looks = await looksElsewhere(channelTo(() => broken));
  const other = looks.explain('b');
  await expect(looks.explain('a')).rejects.toThrow('no a');
  expect(await other).toEqual({});
  const told = await new Promise(resolve => looks.want(['c'], resolve));
  expect(told).toEqual({ id: 'c', ends: 'failed', why: 'Error: nothing to look with' });
});

test('what a run that was given up still sees is not told to the next one', async () => {
  let late: (told: Told) => void = () => undefined;
  const first = Promise.resolve(looksThat({ want: (_, tell) => (late = tell) }));
  const second = Promise.resolve(
    looksThat({ want: (ids, tell) => ids.map(id => ({ ...passed(id), why: 'second' })).forEach(tell) }),
  );
  let current = first;
  const name = channelTo(() => current);
  (await looksElsewhere(name)).want(['a'], () => undefined);
  await sleep(20);
  current = second;
  const heard: Told[] = [];
  const next = await looksElsewhere(name);
  late(passed('a'));
  next.want(['a'], told => heard.push(told));
  await expect.poll(() => heard).toEqual([{ ...passed('a'), why: 'second' }]);
});

test('what is seen after the end is told to nobody', async () => {
  let late: (told: Told) => void = () => undefined;
  const looks = Promise.resolve(looksThat({ want: (_, tell) => (late = tell) }));
  (await looksElsewhere(channelTo(() => looks))).want(['a'], () => undefined);
  await sleep(20);
  late(passed('a'));
  end?.();
  late(passed('b'));
  await sleep(20);
});
