import { describe, expect, test } from 'vitest';
import type { MonitorEvent } from './events.ts';
import type { MonitorState } from './state.ts';
import { DOWN, follow, HEALTHY, see, times, UP, WEB } from './testing/follow.ts';
import { S, START, service, setupOf } from './testing/small-setup.ts';

describe('alerts', () => {
  const failing = [...HEALTHY, ...times(3, see({ web: DOWN }))];
  const off = { web: service({ policy: 'off' }), api: service({ policy: 'off' }) };
  const whats = ({ state }: { state: MonitorState }) =>
    state.outbox.map(({ what, alerts }) => `${what} ${alerts.length}`);

  test('those that fire together are told in one notice, after a while', () => {
    const both = times(3, see({ web: DOWN, api: DOWN }));
    const soon = follow(setupOf(off), both);
    expect(soon.state.outbox).toEqual([]);
    expect(whats(follow(setupOf(off), [{ type: 'tick' }], soon.state))).toEqual(['firing 2']);
  });

  test('what goes on is told again after four hours', () => {
    const on = follow(setupOf(off), [...failing, see({ web: DOWN })]);
    const later = follow(setupOf(off), [4 * 3600 * S, { type: 'tick' }], on.state);
    expect(whats(later)).toEqual(['firing 1', 'reminder 1']);
  });

  test('a silence keeps it from being told until it ends', () => {
    const until = START + 120 * S;
    const silent = setupOf(off, { silences: [{ root: 'web', until }] });
    const during = follow(silent, [...failing, see({ web: DOWN }), see({ web: DOWN })]);
    expect(during.state.outbox).toEqual([]);
    expect(Object.values(during.state.alerts)).toMatchObject([{ root: 'web', silencedUntil: until }]);
    expect(whats(follow(silent, times(6, see({ web: DOWN })), during.state))).toEqual(['firing 1']);
  });

  test('in a maintenance window nothing is told and nothing is done', () => {
    const { state, acts } = follow(WEB, [{ type: 'maintenance', open: true }, ...failing, ...failing]);
    expect({ outbox: state.outbox, acts }).toEqual({ outbox: [], acts: [] });
    const after = follow(WEB, [{ type: 'maintenance', open: false }, see({ web: DOWN })], state);
    expect(after.acts).toHaveLength(1);
  });

  test('what broke in a maintenance window is told after it when it lasts, and only then', () => {
    const opened: MonitorEvent = { type: 'maintenance', open: true };
    const closed: MonitorEvent = { type: 'maintenance', open: false };
    const { state } = follow(setupOf(off), [...HEALTHY, opened, ...times(4, see({ web: DOWN })), closed]);
    const mended = follow(setupOf(off), times(40, see({ web: UP })), state);
    expect({ outbox: mended.state.outbox, alerts: mended.state.alerts }).toEqual({ outbox: [], alerts: {} });
    expect(whats(follow(setupOf(off), times(4, see({ web: DOWN })), state))).toEqual(['firing 1']);
  });

  test('a doubt that was not confirmed is never told', () => {
    const { state } = follow(WEB, [...HEALTHY, see({ web: DOWN }), ...times(20, see({ web: UP }))]);
    expect({ outbox: state.outbox, alerts: state.alerts, history: state.history }).toEqual({
      outbox: [],
      alerts: {},
      history: [],
    });
  });

  test('what nobody looked at for a while is not told as resolved before somebody looks', () => {
    const well = follow(setupOf(off), [...failing, see({ web: DOWN }), ...times(3, see({ web: UP }))]);
    const gap: readonly (MonitorEvent | number)[] = [300 * S, { type: 'boot' }, { type: 'tick' }];
    const woken = follow(setupOf(off), gap, well.state);
    expect(whats(woken)).toEqual(['firing 1']);
    expect(whats(follow(setupOf(off), times(4, see({ web: DOWN })), woken.state))).toEqual(['firing 1']);
    const lasting = follow(setupOf(off), [300 * S, ...times(9, see({ web: UP }))], well.state);
    expect(whats(lasting)).toEqual(['firing 1', 'resolved 1']);
  });

  test('a notice stays in the outbox until each channel was told', () => {
    const setup = setupOf(off, { channels: ['file', 'hook'] });
    const { state } = follow(setup, [...failing, see({ web: DOWN })]);
    const notice = state.outbox[0]?.id ?? '';
    const one = follow(setup, [{ type: 'told', notice, channel: 'file' }], state);
    expect(one.state.outbox).toMatchObject([{ channels: ['hook'] }]);
    expect(follow(setup, [{ type: 'told', notice, channel: 'hook' }], one.state).state.outbox).toEqual([]);
  });

  test('a subject that failsafe.yaml does not declare any more is forgotten', () => {
    const { state } = follow(setupOf(off), failing);
    const { state: after } = follow(setupOf({ api: service() }), [{ type: 'tick' }], state);
    expect({ subjects: after.subjects, alerts: after.alerts }).toEqual({ subjects: {}, alerts: {} });
  });

  test('a project that gets another name ends the alerts of the old one, and tells its own', () => {
    const { state } = follow(setupOf(off), [...failing, see({ web: DOWN })]);
    const renamed = setupOf(off, { project: 'store' });
    const after = follow(renamed, times(3, see({ web: DOWN })), state);
    expect(after.state.outbox.map(({ what, alerts }) => `${what} ${alerts[0]?.key}`)).toEqual([
      'firing shop/web/down',
      'resolved shop/web/down',
      'firing store/web/down',
    ]);
    expect(Object.keys(after.state.alerts)).toEqual(['store/web/down']);
  });

  describe('what fails now and then', () => {
    const every = (so: number, looks: number) =>
      Array.from({ length: looks }, (_, at) => see({ web: at % so === so - 1 ? DOWN : UP }));
    const kinds = (so: number) => whats(follow(WEB, [...HEALTHY, ...every(so, 60)]));

    test.for([3, 4, 5])('in each look of %i is told, as a look at one of so many replicas', so => {
      expect(kinds(so)).toEqual(['firing 1']);
    });

    test('in one look of ten is told to nobody', () => {
      expect(kinds(10)).toEqual([]);
    });

    test('is over when it lasts no more', () => {
      expect(whats(follow(WEB, [...HEALTHY, ...every(3, 60), ...times(40, see({ web: UP }))]))).toEqual([
        'firing 1',
        'resolved 1',
      ]);
    });
  });
});
