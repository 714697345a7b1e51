import { expect, test } from 'vitest';
import { linesOf } from './describe.ts';
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
