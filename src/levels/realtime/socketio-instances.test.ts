import { expect, test } from 'vitest';
import { check as greeting } from './greeting.ts';
import { check as handshake } from './handshake.ts';
import { check as sticky } from './sticky.ts';
import { declaring } from './testing.ts';
import { check as upgrade } from './upgrade.ts';

test('nothing is looked at that is not declared', () => {
  for (const { instances } of [handshake, upgrade, sticky, greeting]) {
    expect(instances(declaring(undefined))).toEqual([]);
  }
  expect(greeting.instances(declaring({ socketio: [{ target: 'web' }] }))).toEqual([]);
});

test('a server is named by its name, else by its target', () => {
  const two = declaring({
    socketio: [{ target: 'web' }, { target: 'web', name: 'news', namespace: '/news' }],
  });
  expect(handshake.instances(two).map(({ subject }) => subject)).toEqual(['web', 'news']);
});

test('all checks of one server share one look, which knows of greeting and echo', () => {
  const echo = { emit: 'say', event: 'said' };
  const loaded = declaring({ socketio: [{ target: 'web', greets: { event: 'status' }, echo }] });
  const looks = [handshake, upgrade, sticky, greeting].flatMap(({ instances }) =>
    instances(loaded).map(({ params }) => JSON.stringify(params)),
  );
  expect(looks).toHaveLength(4);
  expect(new Set(looks).size).toBe(1);
  expect(looks[0]).toContain('"greets":"status","echo":{"emit":"say","event":"said","ack":false}');
});

test('what is declared as needed is added to what the check needs by itself', () => {
  const [instance] = upgrade.instances(declaring({ socketio: [{ target: 'web', needs: ['database'] }] }));
  expect(instance).toMatchObject({
    needs: ['realtime.handshake:web', 'database'],
    excusedBy: ['realtime.sticky:web'],
  });
});
