import { expect, test } from 'vitest';
import { isWell, linesOf, summaryOf } from './describe.ts';
import { emptyState, unseen } from './machine/state.ts';

test('what is not well is told line by line, what another explains in one line', () => {
  const cause = { seenBy: 'x', code: 'X', message: 'has ended' };
  const blocked = { ...unseen(0), phase: 'blocked' as const, blockedBy: 'web' };
  const names = ['api', 'image:web', 'network:web', 'oom:web', 'logs:web'];
  const subjects = {
    web: { ...unseen(0), phase: 'open' as const, given: 'its image is missing', cause },
    db: { ...unseen(0), phase: 'healthy' as const },
    ...Object.fromEntries(names.map(name => [name, blocked])),
  };
  expect(linesOf({ ...emptyState('x'), subjects }, 0)).toEqual([
    'web was given up (its image is missing): has ended',
    'api, image:web, network:web and 2 more: because of web',
  ]);
});

test('an alert that is not over yet says why all is not well', () => {
  const alert = {
    key: 'shop/web/down',
    root: 'web',
    kind: 'down' as const,
    state: 'firing' as const,
    since: 0,
    wellSince: 5000,
    cause: { seenBy: 'x', code: 'X', message: 'has ended' },
    affected: [],
    done: [],
  };
  const subjects = { web: { ...unseen(0), phase: 'healthy' as const } };
  const state = { ...emptyState('x'), subjects, alerts: { [alert.key]: alert } };
  expect(summaryOf(state)).toBe('1 of 1 well · alert of web');
  expect(linesOf(state, 25_000)).toEqual([
    'web is well again for 20 s; its alert ends when that lasts: has ended',
  ]);
});

test('what answers again after an act is not told as failing', () => {
  const cause = { seenBy: 'x', code: 'X', message: 'has ended' };
  const web = { ...unseen(0), phase: 'verifying' as const, cause };
  const lines = (successes: number) =>
    linesOf({ ...emptyState('x'), subjects: { web: { ...web, successes } } }, 0);
  expect(lines(0)).toEqual(['web is verifying: has ended']);
  expect(lines(1)).toEqual([
    'web is well since it was acted on, and is verified for a while; before: has ended',
  ]);
});

test('who sees nothing is not told as well again', () => {
  const cause = { seenBy: 'the engine', code: 'ENGINE_UNREACHABLE', message: 'no engine answers' };
  const alert = {
    key: 'shop/@observer/blind',
    root: '@observer',
    kind: 'blind' as const,
    state: 'firing' as const,
    since: 0,
    cause,
    affected: [],
    done: [],
  };
  const state = { ...emptyState('x'), alerts: { [alert.key]: alert } };
  expect(linesOf({ ...state, blind: { since: 0, cause, cycles: 3, sights: 0 } }, 0)).toEqual([]);
  expect(linesOf(state, 0)).toEqual([
    '@observer is well again; its alert ends when that lasts: no engine answers',
  ]);
});

test('what somebody has stopped does not serve, whoever meant it', () => {
  const withWeb = (phase: 'healthy' | 'maintenance') => ({
    ...emptyState('x'),
    subjects: { web: { ...unseen(0), phase } },
  });
  expect([isWell(withWeb('healthy')), isWell(withWeb('maintenance'))]).toEqual([true, false]);
  expect(linesOf(withWeb('maintenance'), 0)).toEqual(['web was stopped by an operator']);
});

test('a channel that does not take what it is told is told of, when that lasts', () => {
  const notice = (at: number, channels: string[]) => ({
    id: `x-${at}`,
    at,
    what: 'firing' as const,
    project: 'shop',
    alerts: [],
    channels,
  });
  const outbox = [notice(0, ['chat']), notice(30_000, ['chat', 'pager']), notice(400_000, ['pager'])];
  expect(linesOf({ ...emptyState('x'), outbox }, 59_000)).toEqual([]);
  expect(linesOf({ ...emptyState('x'), outbox }, 420_000)).toEqual([
    'channel chat has not taken 2 notices for 7 min: `failsafe monitor logs` says why',
    'channel pager has not taken a notice for 6 min 30 s: `failsafe monitor logs` says why',
  ]);
});
